package dev.sojourn.runtime.email;

import dev.sojourn.runtime.contact.Contact;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that every template gets, below those of the caller.
 *
 * @param contact whom the mail is for, or null
 * @param task the name of the run's task, {@code journey:<id>}, or null
 */
record Injected(@Nullable Contact contact, MailAddress to, @Nullable String task) {
  private static final String JOURNEY = "journey:";

  /** All values for the template. */
  Map<String, @Nullable Object> under(SendRequest request) {
    var props = new HashMap<String, @Nullable Object>();
    props.put("name", name());
    props.put("journeyName", request.journeyName() == null ? journeyId() : request.journeyName());
    props.put("eventName", request.eventName() == null ? "" : request.eventName());
    props.put("body", "");
    props.putAll(request.props());
    return props;
  }

  private String name() {
    for (var property : new String[] {"firstName", "name"}) {
      var value = contact == null ? null : contact.properties().get(property);
      if (value instanceof String text && !text.isBlank()) {
        return text;
      }
    }
    return to.localPart();
  }

  private String journeyId() {
    if (task == null) {
      return "";
    }
    return task.startsWith(JOURNEY) ? task.substring(JOURNEY.length()) : task;
  }
}
