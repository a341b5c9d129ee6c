package dev.sojourn.runtime.tracking;

import dev.sojourn.core.webhook.Message;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.database.Tx;
import dev.sojourn.runtime.outbox.Announcement;
import dev.sojourn.runtime.outbox.Outbox;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What endpoints of others are told of visits: each one, but for those of machines, of which nobody
 * outside wants to hear that somebody has read a mail.
 */
final class VisitNews {
  private static final String OPENED = "email.opened";
  private static final String CLICKED = "email.clicked";

  private final PublicIds faces;
  private final Outbox outbox;

  VisitNews(PublicIds faces, Outbox outbox) {
    this.faces = faces;
    this.outbox = outbox;
  }

  Future<Void> tell(Tx tx, List<Judged> visits) {
    return outbox.wants(OPENED) || outbox.wants(CLICKED)
        ? outbox.announce(
            tx, visits.stream().filter(Judged::isTold).map(this::announcement).toList())
        : Future.succeededFuture();
  }

  private Announcement announcement(Judged visit) {
    var send = visit.send();
    var at = visit.seen().at();
    var link = visit.seen().link();
    var data = new LinkedHashMap<String, @Nullable Object>();
    data.put("emailSendId", faces.face(send.id()));
    data.put("messageId", send.mail().providerId());
    data.put("templateKey", send.template());
    data.put("userId", who(send));
    data.put("to", send.mail().to());
    data.put("at", Message.time(at));
    if (link != null) {
      data.put("linkUrl", link.url());
      data.put("linkId", link.number());
    }
    var type = link == null ? OPENED : CLICKED;
    return new Announcement(send.tenant(), send.contactId(), type, null, at, data);
  }

  private @Nullable String who(TrackedSend send) {
    if (send.mail().who() != null || send.contactId() == null) {
      return send.mail().who();
    }
    return faces.face(send.contactId());
  }
}
