package dev.sojourn.core.render;

import dev.sojourn.core.preference.MailLinks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values that every mail's template gets, below those that its caller gives.
 *
 * @param name whom the mail is for
 * @param journeyName the journey as people call it, or empty
 * @param eventName the event that started the run, or empty
 * @param links by which the reader leaves, or null for a mail without any
 */
public record InjectedProps(
    String name, String journeyName, String eventName, MailLinks.@Nullable Of links) {
  /** What a template may use without declaring it. */
  static final Set<String> NAMES =
      Set.of("name", "journeyName", "eventName", "body", "unsubscribeUrl", "preferencesUrl");

  private static final List<String> NAMING = List.of("firstName", "name");

  /**
   * The values for a mail to somebody: known by first name, by name, or by what stands before the
   * {@code @} of the address.
   *
   * @param properties what is known of the contact
   * @param address the bare address the mail goes to
   */
  public static InjectedProps of(
      Map<String, ? extends @Nullable Object> properties,
      String address,
      String journeyName,
      String eventName) {
    return new InjectedProps(name(properties, address), journeyName, eventName, null);
  }

  /** The same with links. */
  public InjectedProps with(MailLinks.@Nullable Of other) {
    return new InjectedProps(name, journeyName, eventName, other);
  }

  /** All values for the template. */
  public Map<String, @Nullable Object> under(Map<String, ? extends @Nullable Object> given) {
    var props = new HashMap<String, @Nullable Object>();
    props.put("name", name);
    props.put("journeyName", journeyName);
    props.put("eventName", eventName);
    props.put("body", "");
    props.put("unsubscribeUrl", links == null ? "" : links.unsubscribe());
    props.put("preferencesUrl", links == null ? "" : links.preferences());
    props.putAll(given);
    return props;
  }

  private static String name(Map<String, ? extends @Nullable Object> properties, String address) {
    for (var property : NAMING) {
      if (properties.get(property) instanceof String text && !text.isBlank()) {
        return text;
      }
    }
    return address.substring(0, Math.max(0, address.lastIndexOf('@')));
  }
}
