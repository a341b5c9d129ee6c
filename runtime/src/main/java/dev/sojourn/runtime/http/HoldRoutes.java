package dev.sojourn.runtime.http;

import dev.sojourn.runtime.email.Hold;
import dev.sojourn.runtime.email.Sends;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Holding all mails back, in all processes, and letting them go again. */
final class HoldRoutes {
  private final Sends sends;

  HoldRoutes(Sends sends) {
    this.sends = sends;
  }

  void mount(Routes routes) {
    routes.add(MailTable.HELD, this::look);
    routes.add(MailTable.HOLD, this::hold);
    routes.add(MailTable.RELEASE, this::release);
  }

  private Future<Answer> look(RoutingContext request) {
    return sends.held().map(HoldRoutes::answer);
  }

  private Future<Answer> hold(RoutingContext request) {
    return sends.hold(Routes.keyName(request)).map(held -> answer(Optional.of(held)));
  }

  private Future<Answer> release(RoutingContext request) {
    return sends.release().map(released -> answer(Optional.empty()));
  }

  private static Answer answer(Optional<Hold> hold) {
    return Answer.ok(
        new JsonObject()
            .put("held", hold.isPresent())
            .put("since", hold.map(Hold::since).map(Wire::time).orElse(null))
            .put("by", hold.map(Hold::by).orElse(null)));
  }
}
