package dev.sojourn.runtime.email;

import dev.sojourn.core.render.Rendered;
import dev.sojourn.core.verdict.Verdicts;
import dev.sojourn.core.verdict.Wishes;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.preference.Address;
import dev.sojourn.runtime.preference.Standing;
import dev.sojourn.runtime.telemetry.LogKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns claimed sends into drafts: whom for, whether wanted, and the mail itself. */
final class Letters {
  private static final Logger log = LoggerFactory.getLogger(Letters.class);

  private final Vertx vertx;
  private final Database database;
  private final Mailer.Rooms rooms;
  private final EmailSettings settings;

  Letters(Vertx vertx, Database database, Mailer.Rooms rooms, EmailSettings settings) {
    this.vertx = vertx;
    this.database = database;
    this.rooms = rooms;
    this.settings = settings;
  }

  /** A send with its request and the address it would go to. */
  private record Addressed(
      Claim claim, SendRequest request, @Nullable Contact contact, MailAddress to) {
    Address wish() {
      return new Address(
          Objects.requireNonNullElse(claim.contactId(), 0L), to.email().toLowerCase(Locale.ROOT));
    }
  }

  /** Drafts of all these sends, in no particular order. Rendering happens on a worker thread. */
  Future<List<Draft>> write(List<Claim> claims, Instant now) {
    var drafts = new ArrayList<Draft>(claims.size());
    var fresh = new ArrayList<Claim>(claims.size());
    for (var claim : claims) {
      if (claim.runEnded()) {
        drafts.add(new Draft.Orphaned(claim));
      } else if (claim.rendered() == null) {
        fresh.add(claim);
      } else {
        again(claim, claim.rendered(), drafts);
      }
    }
    if (fresh.isEmpty()) {
      return Future.succeededFuture(drafts);
    }
    var owners = fresh.stream().map(Claim::contactId).filter(Objects::nonNull).distinct().toList();
    return rooms
        .contacts()
        .load(owners)
        .map(contacts -> addressed(fresh, contacts, drafts))
        .compose(letters -> wanted(letters, drafts))
        .compose(letters -> tasks(letters).compose(tasks -> rendered(letters, tasks, now)))
        .map(
            written -> {
              drafts.addAll(written);
              return drafts;
            });
  }

  /** A mail of a newer format is left to a process that can read it, once the lease is over. */
  private static void again(Claim claim, Buffer rendered, List<Draft> drafts) {
    try {
      drafts.add(Draft.Ready.again(claim, rendered));
    } catch (IllegalStateException unreadable) {
      log.error("{} {} is stored in a form unknown here", LogKey.SEND, claim.id(), unreadable);
    }
  }

  private List<Addressed> addressed(
      List<Claim> fresh, Map<Long, Contact> contacts, List<Draft> drafts) {
    var letters = new ArrayList<Addressed>(fresh.size());
    for (var claim : fresh) {
      var contact = claim.contactId() == null ? null : contacts.get(claim.contactId());
      var request = SendRequest.read(claim.request());
      var to = request.to() != null ? request.to() : contact == null ? null : contact.email();
      if (to == null) {
        drafts.add(new Draft.Broken(claim, "no_address", "contact has no email address"));
        continue;
      }
      try {
        letters.add(new Addressed(claim, request, contact, MailAddress.of(to)));
      } catch (IllegalArgumentException notAnAddress) {
        drafts.add(
            new Draft.Broken(claim, "bad_address", String.valueOf(notAnAddress.getMessage())));
      }
    }
    return letters;
  }

  private Future<List<Addressed>> wanted(List<Addressed> letters, List<Draft> drafts) {
    return rooms
        .preferences()
        .of(letters.stream().map(Addressed::wish).distinct().toList())
        .map(
            standings -> {
              var wanted = new ArrayList<Addressed>(letters.size());
              for (var letter : letters) {
                var wishes = wishes(standings.getOrDefault(letter.wish(), Standing.OPEN));
                var refusal = Verdicts.against(letter.claim().category(), wishes);
                refusal.ifPresentOrElse(
                    reason -> drafts.add(new Draft.Refused(letter.claim(), reason)),
                    () -> wanted.add(letter));
              }
              return wanted;
            });
  }

  private static Wishes wishes(Standing standing) {
    if (!standing.suppressed() && !standing.unsubscribedAll() && standing.categories().isEmpty()) {
      return Wishes.NONE;
    }
    var left = new HashSet<String>();
    standing
        .categories()
        .forEach(
            (category, wanted) -> {
              if (!wanted) {
                left.add(category);
              }
            });
    return new Wishes(standing.suppressed(), standing.unsubscribedAll(), left);
  }

  private Future<Map<Integer, String>> tasks(List<Addressed> letters) {
    var numbers =
        letters.stream()
            .filter(letter -> letter.request().journeyName() == null)
            .map(letter -> letter.claim().journey())
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    return numbers.isEmpty()
        ? Future.succeededFuture(Map.of())
        : database.names().names("task", numbers);
  }

  private Future<List<Draft>> rendered(
      List<Addressed> letters, Map<Integer, String> tasks, Instant now) {
    return letters.isEmpty()
        ? Future.succeededFuture(List.of())
        : vertx.executeBlocking(
            () -> letters.stream().map(letter -> draft(letter, tasks, now)).toList(), false);
  }

  private Draft draft(Addressed letter, Map<Integer, String> tasks, Instant now) {
    var claim = letter.claim();
    try {
      var template = rooms.templates().active(claim.template());
      var props = props(letter, tasks);
      var content = template.template().render(props);
      var mail = mail(letter, content, template.template().frontMatter().from(), now);
      return new Draft.Ready(
          claim, mail, MailBytes.pack(mail), template.version(), letter.request().suppress());
    } catch (RuntimeException broken) {
      return new Draft.Broken(claim, "render_failed", String.valueOf(broken.getMessage()));
    }
  }

  private OutgoingMail mail(
      Addressed letter, Rendered content, @Nullable String from, Instant now) {
    var subject = letter.request().subject();
    var said = subject == null ? content : content.withSubject(subject);
    return new OutgoingMail(
        database.publicIds().face(letter.claim().id()),
        now,
        from == null ? settings.from() : from,
        letter.to().email(),
        said.subject(),
        said.html(),
        said.text());
  }

  private Map<String, @Nullable Object> props(Addressed letter, Map<Integer, String> tasks) {
    var injected =
        new Injected(
            database.publicIds().face(letter.claim().id()),
            settings.publicUrl(),
            letter.contact(),
            letter.to(),
            letter.claim().journey() == null ? null : tasks.get(letter.claim().journey()));
    return injected.under(letter.request());
  }
}
