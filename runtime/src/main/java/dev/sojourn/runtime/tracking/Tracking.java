package dev.sojourn.runtime.tracking;

import dev.sojourn.core.render.FrontMatter;
import dev.sojourn.core.render.Rendered;
import dev.sojourn.core.tracking.Link;
import dev.sojourn.core.tracking.LinkTokens;
import dev.sojourn.core.tracking.TrackedHtml;
import dev.sojourn.runtime.config.TrackingConfig;
import dev.sojourn.runtime.contact.Erasure;
import dev.sojourn.runtime.contact.ErasureFollower;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.DatabaseGone;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.outbox.Outbox;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The links and pixels of mails, and what their readers do with them. Safe for all threads. */
public final class Tracking implements ErasureFollower {
  /** How the path of a link begins; its word follows. */
  public static final String CLICK_PATH = "/v1/t/c/";

  /** How the path of a pixel begins; the public id of the send follows. */
  public static final String OPEN_PATH = "/v1/t/o/";

  /** How the paths of our own pages for the reader of a mail begin. */
  private static final String OWN_PATH = "/v1/email/";

  private static final int MOST_SHOWN = 1_000;

  private final Database database;
  private final TrackingConfig config;
  private final LinkTokens tokens;
  private final Visits visits;

  private Tracking(Database database, TrackingConfig config, LinkTokens tokens, Visits visits) {
    this.database = database;
    this.config = config;
    this.tokens = tokens;
    this.visits = visits;
  }

  /** Tracking under the key of the installation. */
  public static Future<Tracking> open(
      Vertx vertx, Database database, Outbox outbox, TrackingConfig config) {
    return database
        .run(TrackingStore.KEY)
        .map(
            rows ->
                new Tracking(
                    database,
                    config,
                    new LinkTokens(rows.iterator().next().getString(0)),
                    new Visits(vertx, database, outbox)));
  }

  /** A mail with the links and the pixel that its template and the settings allow. */
  public Rendered mark(long sendId, FrontMatter template, Rendered mail) {
    Function<Link, Optional<String>> address =
        link -> tokens.write(sendId, link).map(word -> config.url() + CLICK_PATH + word);
    var clicks = config.clicks() && template.trackClicks();
    var opens = config.opens() && template.trackOpens();
    var pixel = config.url() + OPEN_PATH + database.publicIds().face(sendId);
    return clicks || opens
        ? mail.withHtml(
            TrackedHtml.of(
                mail.page(),
                config.url() + OWN_PATH,
                clicks ? address : null,
                opens ? pixel : null))
        : mail;
  }

  /**
   * Where a word leads, for a Location header: to our own front page if it is none of ours. Neither
   * asks the database nor waits for it.
   *
   * @param caller who follows the link, to be noted; null to note nothing
   */
  public String follow(String word, @Nullable Caller caller) {
    var signed = tokens.read(word);
    if (signed.isEmpty()) {
      return config.url();
    }
    var link = signed.get().link();
    if (caller != null) {
      note(signed.get().sendId(), link, caller);
    }
    return Destination.of(link.url());
  }

  /** Notes that the pixel of a send was loaded; what names no send of ours is nothing. */
  public void opened(String face, Caller caller) {
    database.publicIds().id(face).ifPresent(sendId -> note(sendId, null, caller));
  }

  /** The links of a mail that lead through us, by number. */
  public List<Link> links(String html) {
    var links = new TreeMap<Integer, Link>();
    Pattern.compile(Pattern.quote(CLICK_PATH) + "([A-Za-z0-9_-]+)")
        .matcher(html)
        .results()
        .flatMap(found -> tokens.read(found.group(1)).stream())
        .forEach(signed -> links.put(signed.link().number(), signed.link()));
    return List.copyOf(links.values());
  }

  /** What was followed of a mail, the first thousand times. */
  public Future<List<Click>> clicks(long sendId) {
    return database.run(TrackingStore.OF_SEND, sendId, MOST_SHOWN).map(TrackingStore::ofSend);
  }

  /** Forgets who followed links before an instant, at most so many; the clicks stay. */
  public Future<Integer> forget(Tx tx, Instant before, int most) {
    return tx.run(TrackingStore.FORGET, before, most).map(rows -> rows.rowCount());
  }

  /** Forgets who followed the links in mails of a contact; the clicks stay. */
  @Override
  public Future<Void> erased(Tx tx, Erasure erasure) {
    return tx.run(TrackingStore.FORGET_CALLERS_OF, (Object) erasure.ids().toArray(Long[]::new))
        .mapEmpty();
  }

  /** Writes down what was noted; done when that is, or cannot be. */
  public Future<Void> close() {
    return visits.close();
  }

  /** Without a database for so long that no ids are left, nothing can be noted. */
  private void note(long sendId, @Nullable Link link, Caller caller) {
    try {
      var id = database.ids().next();
      visits.add(new Seen(id, sendId, link, database.clock().instant(), caller));
    } catch (DatabaseGone lost) {
      visits.lost();
    }
  }
}
