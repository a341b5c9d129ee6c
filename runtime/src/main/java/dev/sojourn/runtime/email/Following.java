package dev.sojourn.runtime.email;

import dev.sojourn.core.replay.Json;
import dev.sojourn.core.report.MailReport;
import dev.sojourn.core.report.PostmarkReports;
import dev.sojourn.core.report.ResendReports;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.email.ReportStore.Due;
import dev.sojourn.runtime.email.ReportStore.Match;
import dev.sojourn.runtime.event.OwnEvent;
import dev.sojourn.runtime.event.Source;
import dev.sojourn.runtime.outbox.Parcel;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows from reports: where the sends stand, who is barred, what the contacts are told. */
final class Following {
  private static final Logger log = LoggerFactory.getLogger(Following.class);

  /** A report may come before we have written down that the mail was taken. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private static final Duration LATER = Duration.ofMinutes(1);
  private static final Duration GIVE_UP = Duration.ofMinutes(10);
  private static final Duration PUT_OFF = Duration.ofHours(1);

  private final Database database;
  private final Reports.Rooms rooms;
  private final MailNews mailNews;

  Following(Database database, Reports.Rooms rooms) {
    this.database = database;
    this.rooms = rooms;
    this.mailNews = new MailNews(database.publicIds(), rooms.outbox());
  }

  /** A report that is about a mail. */
  private record Told(Due due, MailReport report) {}

  /** Something to do about one send, as it stood before the report. */
  private record News(Match send, MailReport report) {
    /** Nobody is told of people who were erased. */
    boolean isTold() {
      return !send.erased() && send.known().isNews(report);
    }
  }

  /** Follows some reports that are due; answers whether there may be more. */
  Future<Boolean> some(Tx tx, int limit, Instant now) {
    return tx.run(ReportStore.DUE, now, limit)
        .map(ReportStore::due)
        .compose(
            due ->
                due.isEmpty()
                    ? Future.succeededFuture(false)
                    : follow(tx, due, now).map(done -> due.size() == limit));
  }

  /** Leaves the oldest due report alone for an hour. */
  Future<Void> putOff(Instant now) {
    return database.transaction(
        tx ->
            tx.run(ReportStore.DUE, now, 1)
                .map(ReportStore::due)
                .compose(
                    due ->
                        tx.run(ReportStore.LATER, ReportStore.ids(due), now.plus(PUT_OFF))
                            .mapEmpty()));
  }

  private Future<Void> follow(Tx tx, List<Due> due, Instant now) {
    var told = new ArrayList<Told>(due.size());
    for (var one : due) {
      read(one).ifPresent(report -> told.add(new Told(one, report)));
    }
    var ids =
        told.stream()
            .map(one -> ReportStore.storable(one.report().messageId()))
            .distinct()
            .toArray(String[]::new);
    var held = tx.run(ReportStore.MATCH, (Object) ids);
    var erased = tx.run(ReportStore.ERASED, (Object) ids);
    return Future.join(held, erased)
        .map(both -> ReportStore.matches(held.result(), erased.result()))
        .compose(matches -> follow(tx, due, told, matches, now));
  }

  private Future<Void> follow(
      Tx tx, List<Due> due, List<Told> told, List<Match> matches, Instant now) {
    var sends = new LinkedHashMap<Long, Match>();
    matches.forEach(match -> sends.put(match.id(), match));
    var news = new ArrayList<News>();
    var early = new ArrayList<Due>();
    for (var one : told) {
      var ours =
          sends.values().stream()
              .filter(send -> send.isOf(one.due().provider(), one.report()))
              .toList();
      for (var send : ours) {
        news.add(new News(send, one.report()));
        sends.put(send.id(), send.after(one.report()));
      }
      if (ours.isEmpty() && one.due().receivedAt().plus(GIVE_UP).isAfter(now)) {
        early.add(one.due());
      }
    }
    var done = new ArrayList<>(due);
    done.removeAll(early);
    return Future.join(
            List.of(
                tx.run(ReportStore.DONE, ReportStore.ids(done), now),
                tx.run(ReportStore.LATER, ReportStore.ids(early), now.plus(wait(early, now))),
                tx.run(ReportStore.TELL, ReportStore.told(sends.values())),
                barred(tx, news),
                rooms.outbox().add(tx, parcels(news)),
                mailNews.reported(tx, told(news))))
        .mapEmpty();
  }

  private static Duration wait(List<Due> early, Instant now) {
    return early.stream().allMatch(one -> one.receivedAt().plus(LATER).isAfter(now)) ? SOON : LATER;
  }

  private Future<Void> barred(Tx tx, List<News> news) {
    Future<Void> done = Future.succeededFuture();
    for (var one : news) {
      var send = one.send();
      var report = one.report();
      if (!report.isAbout(send.to())) {
        continue;
      }
      var at = report.occurredAt();
      if (send.known().counts(report)) {
        done = done.compose(next -> rooms.suppressions().bounced(tx, send.tenant(), send.to(), at));
      } else if (report.kind() == MailReport.Kind.COMPLAINED && send.known().isNews(report)) {
        done =
            done.compose(next -> rooms.suppressions().complained(tx, send.tenant(), send.to(), at));
      }
    }
    return done;
  }

  private static List<MailNews.Told> told(List<News> news) {
    return news.stream()
        .filter(News::isTold)
        .map(one -> new MailNews.Told(one.send().id(), one.report()))
        .toList();
  }

  private List<Parcel> parcels(List<News> news) {
    var byContact = new LinkedHashMap<Long, List<OwnEvent>>();
    for (var one : news) {
      if (one.send().contactId() != null && one.isTold()) {
        event(one)
            .ifPresent(
                event ->
                    byContact
                        .computeIfAbsent(event.contactId(), fresh -> new ArrayList<>())
                        .add(event));
      }
    }
    return byContact.values().stream()
        .map(events -> OwnEvent.parcel(database.ids().next(), events))
        .toList();
  }

  /** A delivery is told only where a journey asks for it, since every mail has one. */
  private Optional<OwnEvent> event(News news) {
    var name =
        switch (news.report().kind()) {
          case DELIVERED -> rooms.mentioned().test("email.delivered") ? "email.delivered" : null;
          case BOUNCED -> "email.bounced";
          case COMPLAINED -> "email.complained";
          case REJECTED -> null;
        };
    if (name == null) {
      return Optional.empty();
    }
    var send = news.send();
    var face = database.publicIds().face(send.id());
    return Optional.of(
        new OwnEvent(
            send.tenant(),
            Objects.requireNonNull(send.contactId()),
            name,
            Source.PROVIDER,
            name + ":" + face,
            news.report().occurredAt(),
            Json.write(properties(news, face))));
  }

  private static Map<String, @Nullable Object> properties(News news, String face) {
    var properties = new LinkedHashMap<String, @Nullable Object>();
    properties.put("sendId", face);
    properties.put("emailSendId", face);
    properties.put("templateKey", news.send().template());
    properties.put("messageId", ReportStore.storable(news.report().messageId()));
    properties.put("to", news.send().to());
    var bounce = news.report().bounce();
    if (bounce != null) {
      properties.put("bounceType", ReportStore.wire(bounce.how()));
      properties.put("bounceReason", ReportStore.storable(bounce.reason()));
    }
    return properties;
  }

  /** What a body says; nothing if it does not matter, or is none of our mails. */
  private static Optional<MailReport> read(Due due) {
    try {
      var report =
          due.provider().equals("postmark")
              ? PostmarkReports.read(due.body(), due.receivedAt())
              : ResendReports.read(due.body(), due.receivedAt());
      return report.filter(one -> one.recipients().size() <= MailReport.MOST_RECIPIENTS);
    } catch (IllegalArgumentException unreadable) {
      log.error("a stored report of '{}' cannot be read: {}", due.provider(), due.id(), unreadable);
      return Optional.empty();
    }
  }
}
