package dev.sojourn.runtime.ingest;

import dev.sojourn.core.identity.EmailAddress;
import dev.sojourn.core.identity.UserTokens;
import dev.sojourn.core.replay.OwnEvents;
import dev.sojourn.runtime.contact.IdentityKey;
import dev.sojourn.runtime.contact.KeyKind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads events from the JSON that senders post. Safe for all threads. */
public final class NewEventReader {
  private static final int NAME_LENGTH = 200;
  private static final int ID_LENGTH = 200;
  private static final int KEY_LENGTH = 255;
  private static final Duration AHEAD = Duration.ofHours(24);
  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

  private final InstantSource clock;

  /** A reader that holds events against the time of this clock. */
  public NewEventReader(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The event of a body.
   *
   * @throws Rejected if it is none; the message names the field
   */
  public NewEvent read(byte[] body, Sender sender) {
    var fields = EventBody.read(body);
    return new NewEvent(
        sender.tenant(),
        name(fields.name(), sender),
        keys(fields, sender),
        fields.properties(),
        fields.contactProperties(),
        idempotencyKey(fields, sender),
        occurredAt(fields.timestamp()),
        sender.source(),
        Aim.EVENT,
        fields.lists());
  }

  /**
   * The event of a body, under a key unless it has one of its own.
   *
   * @param key as of a header that stands for many events; null for none
   * @throws Rejected if it is none; the message names the field
   */
  public NewEvent under(@Nullable String key, byte[] body, Sender sender) {
    var event = read(body, sender);
    if (key == null) {
      return event;
    }
    Texts.check("Idempotency-Key", key, KEY_LENGTH);
    return event.orUnder(key);
  }

  /**
   * What a body says of a contact, without an event. An e-mail beside a user's id is the contact's
   * address from then on.
   *
   * @throws Rejected if it says nothing of anybody; the message names the field
   */
  public NewEvent readContact(byte[] body, Sender sender) {
    var fields = EventBody.ofContact(body);
    var keys = allKeys(fields, sender.tenant());
    if (sender.tokens() != null) {
      checkProved(fields, sender.tokens());
    } else if (keys.isEmpty()) {
      throw Rejected.invalid("userId, email or anonymousId is needed; they say who the contact is");
    }
    var isAddressed = fields.userId() != null && fields.email() != null;
    return new NewEvent(
        sender.tenant(),
        "",
        keys,
        null,
        fields.contactProperties(),
        null,
        null,
        sender.source(),
        isAddressed ? Aim.ADDRESS : Aim.CONTACT,
        fields.lists());
  }

  /**
   * What a body changes of a stored contact; an e-mail in it is its address from then on.
   *
   * @throws Rejected if it says what cannot be; the message names the field
   */
  public NewEvent readChange(byte[] body, Sender sender, long contactId) {
    var fields = EventBody.ofContact(body);
    var keys = new ArrayList<IdentityKey>();
    keys.add(IdentityKey.ofContact(sender.tenant(), contactId));
    keys.addAll(allKeys(fields, sender.tenant()));
    return new NewEvent(
        sender.tenant(),
        "",
        keys,
        null,
        fields.contactProperties(),
        null,
        null,
        sender.source(),
        Aim.ADDRESS,
        Map.of());
  }

  /**
   * The events of a body with a list of them, each as its own body.
   *
   * @throws Rejected if it is none, or has none or more than {@code most}
   */
  public List<byte[]> list(byte[] body, int most) {
    return EventList.read(body, most);
  }

  private static String name(@Nullable String name, Sender sender) {
    if (name == null) {
      throw Rejected.invalid("name is missing; it says what happened, such as 'user.created'");
    }
    Texts.check("name", name, NAME_LENGTH);
    if (!sender.mayUseReserved() && OwnEvents.isOwn(name)) {
      throw new Rejected(
          sender.tokens() == null ? 400 : 403,
          "name '" + name + "' begins like an event of the service itself; choose another one");
    }
    return name;
  }

  private static List<IdentityKey> keys(EventBody fields, Sender sender) {
    var keys = allKeys(fields, sender.tenant());
    if (sender.tokens() != null) {
      checkProved(fields, sender.tokens());
    } else if (fields.userId() == null && fields.email() == null) {
      throw Rejected.invalid("userId or email is needed; they say whom the event is about");
    }
    return keys;
  }

  private static List<IdentityKey> allKeys(EventBody fields, int tenant) {
    var keys = new ArrayList<IdentityKey>(3);
    if (fields.userId() != null) {
      Texts.check("userId", fields.userId(), ID_LENGTH);
      keys.add(new IdentityKey(tenant, KeyKind.EXTERNAL, fields.userId()));
    }
    if (fields.email() != null) {
      keys.add(new IdentityKey(tenant, KeyKind.EMAIL, email(fields.email())));
    }
    if (fields.anonymousId() != null) {
      Texts.check("anonymousId", fields.anonymousId(), ID_LENGTH);
      keys.add(new IdentityKey(tenant, KeyKind.ANONYMOUS, fields.anonymousId()));
    }
    return keys;
  }

  /** A browser may be anybody: who it says it is counts only with a token of the operator's. */
  private static void checkProved(EventBody fields, UserTokens tokens) {
    var userId = fields.userId();
    if (userId == null && fields.email() == null) {
      if (fields.anonymousId() == null) {
        throw Rejected.invalid("anonymousId is needed, or userId and the userToken that proves it");
      }
    } else if (userId == null || !tokens.prove(userId, fields.userToken())) {
      throw new Rejected(
          403,
          tokens.areThere()
              ? "userToken does not prove the userId; expected the HMAC-SHA256 of the userId, made"
                  + " by your server"
              : "a publishable key speaks for nobody here: IDENTITY_SECRET is not set");
    }
  }

  private static String email(String written) {
    Texts.checkSound("email", written);
    return EmailAddress.of(written)
        .orElseThrow(
            () -> Rejected.invalid("email '" + Texts.shown(written) + "' is no e-mail address"));
  }

  private static @Nullable String idempotencyKey(EventBody fields, Sender sender) {
    var header = sender.idempotencyKey();
    if (header != null) {
      Texts.check("Idempotency-Key", header, KEY_LENGTH);
      return header;
    }
    if (fields.idempotencyKey() != null) {
      Texts.check("idempotencyKey", fields.idempotencyKey(), KEY_LENGTH);
    }
    return fields.idempotencyKey();
  }

  private @Nullable Instant occurredAt(@Nullable String timestamp) {
    if (timestamp == null) {
      return null;
    }
    var occurredAt = instant(timestamp);
    if (occurredAt.isAfter(clock.instant().plus(AHEAD))) {
      throw Rejected.invalid("timestamp '" + timestamp + "' lies more than 24 hours in the future");
    }
    if (occurredAt.isBefore(EARLIEST)) {
      throw Rejected.invalid("timestamp '" + timestamp + "' lies before '" + EARLIEST + "'");
    }
    return occurredAt;
  }

  private static Instant instant(String timestamp) {
    try {
      return OffsetDateTime.parse(timestamp).toInstant();
    } catch (DateTimeException e) {
      throw Rejected.invalid(
          "timestamp '"
              + Texts.shown(timestamp)
              + "' is no ISO 8601 time with an offset, such as '2026-01-31T09:30:00Z'");
    }
  }
}
