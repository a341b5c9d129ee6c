package dev.sojourn.runtime.http;

import dev.sojourn.runtime.contact.Contact;
import io.vertx.core.json.JsonObject;

/** Contacts as the wire shows them. */
final class ContactView {
  private ContactView() {}

  /** What senders of the data plane see. */
  static JsonObject json(Contact contact) {
    return new JsonObject()
        .put("id", contact.publicId())
        .put("externalId", contact.externalId())
        .put("email", contact.email())
        .put("properties", Wire.object(contact.properties()))
        .put("firstSeenAt", Wire.time(contact.firstSeenAt()))
        .put("lastSeenAt", Wire.time(contact.lastSeenAt()))
        .put("createdAt", Wire.time(contact.firstSeenAt()))
        .put("updatedAt", Wire.time(contact.lastSeenAt()));
  }

  /** What operators see. */
  static JsonObject adminJson(Contact contact) {
    return json(contact).putNull("organizationId").put("anonymousId", contact.anonymousId());
  }
}
