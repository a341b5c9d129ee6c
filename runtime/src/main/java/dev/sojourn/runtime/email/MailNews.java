package dev.sojourn.runtime.email;

import dev.sojourn.core.report.MailReport;
import dev.sojourn.core.webhook.Message;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.email.MailNewsStore.About;
import dev.sojourn.runtime.outbox.Announcement;
import dev.sojourn.runtime.outbox.Outbox;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What endpoints of others are told of mails: that they went out, and what came back of them. */
final class MailNews {
  private static final String SENT = "email.sent";

  private final PublicIds faces;
  private final Outbox outbox;

  MailNews(PublicIds faces, Outbox outbox) {
    this.faces = faces;
    this.outbox = outbox;
  }

  /** What a report told of a send. */
  record Told(long sendId, MailReport report) {}

  /** The type that tells a report; empty where none does. */
  static Optional<String> typeOf(MailReport report) {
    return switch (report.kind()) {
      case DELIVERED -> Optional.of("email.delivered");
      case BOUNCED -> Optional.of("email.bounced");
      case COMPLAINED -> Optional.of("email.complained");
      case REJECTED -> Optional.empty();
    };
  }

  /** Tells that providers have taken mails, as this transaction has written down. */
  Future<Void> sent(Tx tx, Collection<Long> sendIds) {
    return sendIds.isEmpty() || !outbox.wants(SENT)
        ? Future.succeededFuture()
        : about(tx, sendIds)
            .compose(
                about -> outbox.announce(tx, about.values().stream().map(this::sent).toList()));
  }

  /** Tells what was reported of mails. */
  Future<Void> reported(Tx tx, List<Told> all) {
    var wanted =
        all.stream().filter(one -> typeOf(one.report()).filter(outbox::wants).isPresent()).toList();
    return wanted.isEmpty()
        ? Future.succeededFuture()
        : about(tx, wanted.stream().map(Told::sendId).distinct().toList())
            .compose(about -> outbox.announce(tx, reported(wanted, about::get)));
  }

  private static Future<Map<Long, About>> about(Tx tx, Collection<Long> ids) {
    return tx.run(MailNewsStore.ABOUT, ids.toArray(Long[]::new), MailHead.BYTES)
        .map(MailNewsStore::about);
  }

  private Announcement sent(About mail) {
    var at = mail.sentAt() == null ? Instant.EPOCH : mail.sentAt();
    var face = faces.face(mail.id());
    var data = new LinkedHashMap<String, @Nullable Object>();
    data.put("emailSendId", face);
    data.put("messageId", mail.providerId());
    data.put("templateKey", mail.template());
    data.put("to", mail.to());
    data.put("userId", who(mail));
    data.put("category", mail.category());
    data.put("journeyStateId", mail.runId() == null ? null : faces.face(mail.runId()));
    data.put("subject", mail.subject());
    data.put("sentAt", Message.time(at));
    return new Announcement(mail.tenant(), mail.contactId(), SENT, SENT + ":" + face, at, data);
  }

  private List<Announcement> reported(List<Told> all, Function<Long, @Nullable About> about) {
    var announcements = new ArrayList<Announcement>(all.size());
    for (var one : all) {
      var mail = about.apply(one.sendId());
      if (mail != null) {
        typeOf(one.report()).ifPresent(type -> announcements.add(reported(type, one, mail)));
      }
    }
    return announcements;
  }

  private Announcement reported(String type, Told told, About mail) {
    var report = told.report();
    var face = faces.face(mail.id());
    var data = new LinkedHashMap<String, @Nullable Object>();
    data.put("emailSendId", face);
    data.put("messageId", mail.providerId());
    data.put("templateKey", mail.template());
    data.put("userId", who(mail));
    data.put("to", mail.to());
    data.put("at", Message.time(report.occurredAt()));
    var bounce = report.bounce();
    if (bounce != null) {
      data.put("bounceType", ReportStore.wire(bounce.how()));
      data.put("bounceReason", ReportStore.storable(bounce.reason()));
    }
    return new Announcement(
        mail.tenant(), mail.contactId(), type, type + ":" + face, report.occurredAt(), data);
  }

  private @Nullable String who(About mail) {
    if (mail.who() != null || mail.contactId() == null) {
      return mail.who();
    }
    return faces.face(mail.contactId());
  }
}
