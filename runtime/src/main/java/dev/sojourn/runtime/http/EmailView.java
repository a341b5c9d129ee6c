package dev.sojourn.runtime.http;

import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.Contacts;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.email.SendView;
import dev.sojourn.runtime.enrolment.JourneyTask;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Mails as the wire shows them, with the person. */
final class EmailView {
  private final Contacts contacts;
  private final PublicIds ids;

  EmailView(Contacts contacts, PublicIds ids) {
    this.contacts = contacts;
    this.ids = ids;
  }

  /** The mails of these sends, in their order. */
  Future<List<JsonObject>> json(List<SendView> views) {
    return contacts
        .load(
            views.stream()
                .map(SendView::contactId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()))
        .map(known -> views.stream().map(view -> json(view, known)).toList());
  }

  private JsonObject json(SendView view, Map<Long, Contact> known) {
    Optional<Contact> contact = Optional.ofNullable(view.contactId()).map(known::get);
    JsonObject json =
        new JsonObject()
            .put("id", ids.face(view.id()))
            .putNull("organizationId")
            .put("journeyStateId", view.runId() == null ? null : ids.face(view.runId()))
            .put("journeyId", journeyId(view))
            .put("templateKey", view.template())
            .put("templateVersion", view.written().templateVersion())
            .put("templateHash", view.written().templateHash())
            .put("provider", view.provider())
            .put("messageId", view.providerId())
            .put("resendId", view.providerId())
            .put("fromEmail", view.written().from())
            .put("toEmail", view.to())
            .put("subject", view.written().subject())
            .put("category", view.category())
            .put("userId", contact.map(Contact::key).orElse(null))
            .put("status", view.status().wire())
            .put("reason", view.reason())
            .put("error", view.error())
            .put("attempts", view.attempts());
    return times(json, view);
  }

  private static JsonObject times(JsonObject json, SendView view) {
    return json.put("dueAt", Wire.time(view.dueAt()))
        .put("sentAt", Wire.time(view.sentAt()))
        .put("deliveredAt", Wire.time(view.reported().deliveredAt()))
        .put("openedAt", Wire.time(view.attention().openedAt()))
        .put("openedBy", view.attention().openedBy())
        .put("clickedAt", Wire.time(view.attention().clickedAt()))
        .put("scannedAt", Wire.time(view.attention().scannedAt()))
        .put("bouncedAt", Wire.time(view.reported().bouncedAt()))
        .put("complainedAt", Wire.time(view.reported().complainedAt()))
        .put(
            "bounceType",
            Optional.ofNullable(view.reported().bounce())
                .map(how -> how.name().toLowerCase(Locale.ROOT))
                .orElse(null))
        .put("bounceReason", view.reported().reason())
        .put("createdAt", Wire.time(Ids.instantOf(view.id())))
        .put("updatedAt", Wire.time(updatedAt(view)));
  }

  /** The last thing that is known to have happened to it. */
  private static Instant updatedAt(SendView view) {
    return Stream.of(
            Ids.instantOf(view.id()),
            view.admittedAt(),
            view.sentAt(),
            view.reported().deliveredAt(),
            view.reported().bouncedAt(),
            view.reported().complainedAt(),
            view.attention().openedAt(),
            view.attention().clickedAt())
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static @Nullable String journeyId(SendView view) {
    String task = view.task();
    return task == null ? null : JourneyTask.idOf(task).orElse(null);
  }
}
