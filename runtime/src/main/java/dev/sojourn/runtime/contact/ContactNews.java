package dev.sojourn.runtime.contact;

import dev.sojourn.core.webhook.Message;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.outbox.Announcement;
import dev.sojourn.runtime.outbox.Outbox;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What endpoints of others are told of contacts. To them a contact begins once somebody has said
 * who it is: browsers that nobody knows are none of their business.
 */
final class ContactNews {
  private static final String CREATED = "contact.created";
  private static final String UPDATED = "contact.updated";
  private static final String DELETED = "contact.deleted";

  private final PublicIds publicIds;
  private final InstantSource clock;
  private final Outbox outbox;

  ContactNews(PublicIds publicIds, InstantSource clock, Outbox outbox) {
    this.publicIds = publicIds;
    this.clock = clock;
    this.outbox = outbox;
  }

  boolean tellsMade() {
    return outbox.wants(CREATED);
  }

  /** Whether anybody wants to know of these; one that gives no name makes nobody known. */
  boolean tells(List<Patch> patches) {
    return outbox.wants(UPDATED)
        || (outbox.wants(CREATED)
            && patches.stream().anyMatch(one -> !one.names().isEmpty() || one.address() != null));
  }

  boolean tellsMerged() {
    return outbox.wants(DELETED) || outbox.wants(UPDATED) || outbox.wants(CREATED);
  }

  Future<Void> made(Tx tx, List<NewContact> contacts) {
    return outbox.announce(
        tx, contacts.stream().filter(NewContact::isIdentified).map(this::made).toList());
  }

  /**
   * Tells what changed of contacts.
   *
   * @param known those of them of whom it was known before who they are; others are told as new
   */
  Future<Void> changed(Tx tx, Collection<Contact> contacts, Set<Long> known) {
    return outbox.announce(
        tx,
        contacts.stream()
            .filter(Contact::isIdentified)
            .map(one -> known.contains(one.id()) ? changed(one) : made(one))
            .toList());
  }

  Future<Void> deleted(Tx tx, Collection<Contact> contacts) {
    return outbox.announce(
        tx, contacts.stream().filter(Contact::isIdentified).map(this::deleted).toList());
  }

  private Announcement made(NewContact contact) {
    var face = publicIds.face(contact.id());
    var properties = new LinkedHashMap<String, @Nullable Object>();
    contact
        .properties()
        .forEach(
            (name, value) -> {
              if (value != null) {
                properties.put(name, value);
              }
            });
    var names = contact.names();
    var data =
        data(
            face,
            names.get(KeyKind.EXTERNAL),
            names.get(KeyKind.EMAIL),
            properties,
            contact.seenAt(),
            contact.seenAt());
    return new Announcement(
        contact.tenant(), contact.id(), CREATED, CREATED + ":" + face, contact.seenAt(), data);
  }

  private Announcement made(Contact contact) {
    return told(contact, CREATED, CREATED + ":" + contact.publicId());
  }

  private Announcement changed(Contact contact) {
    return told(contact, UPDATED, null);
  }

  private Announcement told(Contact contact, String type, @Nullable String dedupeKey) {
    var now = clock.instant();
    var data =
        data(
            contact.publicId(),
            contact.externalId(),
            contact.email(),
            contact.properties(),
            contact.firstSeenAt(),
            contact.lastSeenAt());
    data.put("updatedAt", Message.time(now));
    return new Announcement(0, contact.id(), type, dedupeKey, now, data);
  }

  private Announcement deleted(Contact contact) {
    var data = new LinkedHashMap<String, @Nullable Object>();
    data.put("id", contact.publicId());
    data.put("externalId", contact.externalId());
    data.put("email", contact.email());
    var key = DELETED + ":" + contact.publicId();
    return new Announcement(0, contact.id(), DELETED, key, clock.instant(), data);
  }

  private static Map<String, @Nullable Object> data(
      String face,
      @Nullable String externalId,
      @Nullable String email,
      Map<String, @Nullable Object> properties,
      Instant first,
      Instant last) {
    var data = new LinkedHashMap<String, @Nullable Object>();
    data.put("id", face);
    data.put("externalId", externalId);
    data.put("email", email);
    data.put("properties", properties);
    data.put("firstSeenAt", Message.time(first));
    data.put("lastSeenAt", Message.time(last));
    data.put("createdAt", Message.time(first));
    data.put("updatedAt", Message.time(last));
    return data;
  }
}
