package dev.sojourn.runtime.email;

import dev.sojourn.core.verdict.TestMode;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.database.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns claimed sends into drafts; what they are made of is loaded in sets. */
final class Letters {
  private final Vertx vertx;
  private final Database database;
  private final Mailer.Rooms rooms;
  private final LetterWriter writer;
  private final TestWatch watch;
  private final long mostBytes;

  /**
   * Letters of mails that together take so many bytes in memory, about.
   *
   * @param mostBytes no further one is written beyond it
   */
  Letters(
      Vertx vertx,
      Database database,
      Mailer.Rooms rooms,
      LetterWriter writer,
      TestWatch watch,
      long mostBytes) {
    this.vertx = vertx;
    this.database = database;
    this.rooms = rooms;
    this.writer = writer;
    this.watch = watch;
    this.mostBytes = mostBytes;
  }

  /**
   * What was written.
   *
   * @param drafts in no particular order
   * @param left those for which there was no room
   */
  record Written(List<Draft> drafts, List<Claim> left) {}

  /** What is known of sends beside themselves. */
  private record Facts(
      Map<Long, Contact> contacts,
      Map<Long, List<SendFileStore.Stored>> files,
      Map<Integer, String> tasks,
      TestMode mode) {
    LetterWriter.Letter letter(Claim claim) {
      return new LetterWriter.Letter(
          claim,
          of(contacts, claim.contactId()),
          Objects.requireNonNullElse(files.get(claim.id()), List.of()),
          of(tasks, claim.journey()),
          mode);
    }

    private static <K, V> @Nullable V of(Map<K, V> known, @Nullable K key) {
      return key == null ? null : known.get(key);
    }
  }

  /**
   * Drafts of all these sends; one that cannot be made keeps no other from it. Rendering and
   * reading happen on a worker thread.
   */
  Future<Written> write(List<Claim> claims, Instant now) {
    var drafts = new ArrayList<Draft>(claims.size());
    var wanted = new ArrayList<Claim>(claims.size());
    for (var claim : claims) {
      if (claim.runEnded()) {
        drafts.add(new Draft.Unmade(null, Outcome.unknown(claim)));
      } else {
        wanted.add(claim);
      }
    }
    return wanted.isEmpty()
        ? Future.succeededFuture(new Written(drafts, List.of()))
        : facts(wanted)
            .compose(
                facts -> vertx.executeBlocking(() -> written(wanted, facts, drafts, now), false));
  }

  private Future<Facts> facts(List<Claim> claims) {
    var contacts = rooms.contacts().load(distinct(claims, Claim::contactId));
    var tasks = database.names().names("task", distinct(claims, Claim::journey));
    var files = files(claims.stream().filter(Claim::hasFilesApart).toList());
    var mode = watch.now();
    return Future.join(contacts, tasks, files, mode)
        .map(all -> new Facts(contacts.result(), files.result(), tasks.result(), mode.result()));
  }

  private static <T> List<T> distinct(List<Claim> claims, Function<Claim, @Nullable T> part) {
    var all = new ArrayList<T>();
    for (var claim : claims) {
      var one = part.apply(claim);
      if (one != null) {
        all.add(one);
      }
    }
    return all.stream().distinct().toList();
  }

  private Future<Map<Long, List<SendFileStore.Stored>>> files(Collection<Claim> claims) {
    return claims.isEmpty()
        ? Future.succeededFuture(Map.of())
        : database
            .run(SendFileStore.LOAD, (Object) MailerStore.ids(claims))
            .map(SendFileStore::loaded);
  }

  private Written written(List<Claim> claims, Facts facts, List<Draft> drafts, Instant now) {
    var left = new ArrayList<Claim>();
    var bytes = 0L;
    for (var claim : claims) {
      if (bytes > mostBytes) {
        left.add(claim);
        continue;
      }
      var draft = writer.draft(facts.letter(claim), now);
      if (draft.isPresent()) {
        drafts.add(draft.get());
        bytes += draft.get() instanceof Draft.Ready ready ? ready.mail().weight() : 0;
      }
    }
    return new Written(drafts, left);
  }
}
