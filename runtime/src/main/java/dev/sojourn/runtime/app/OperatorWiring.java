package dev.sojourn.runtime.app;

import dev.sojourn.core.identity.PasswordHash;
import dev.sojourn.core.mail.MailExtras;
import dev.sojourn.dsl.definition.ListsDefinition;
import dev.sojourn.runtime.audit.AuditLog;
import dev.sojourn.runtime.config.AppConfig;
import dev.sojourn.runtime.config.OperatorConfig;
import dev.sojourn.runtime.email.MailOrder;
import dev.sojourn.runtime.email.Orders;
import dev.sojourn.runtime.http.OperatorRooms;
import dev.sojourn.runtime.operator.Operators;
import dev.sojourn.runtime.operator.ResetMail;
import dev.sojourn.runtime.template.Templates;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** People who run the service, and the log of what is changed. */
record OperatorWiring(Operators operators, AuditLog audit) {
  private static final Logger log = LoggerFactory.getLogger(OperatorWiring.class);

  static OperatorWiring open(KernelWiring kernel, Orders orders, Closing closing) {
    Operators operators =
        new Operators(
            kernel.vertx(),
            kernel.database(),
            kernel.database().clock(),
            mail(kernel.config(), orders),
            PasswordHash.ROUNDS);
    return new OperatorWiring(
        closing.later(operators, Operators::close),
        closing.later(new AuditLog(kernel.vertx(), kernel.database()), AuditLog::close));
  }

  /** What the routes need. */
  OperatorRooms rooms(AppConfig config) {
    return new OperatorRooms(operators, config.operators(), audit);
  }

  /** Makes the first operator if there is to be one, and there is none. */
  Future<?> bootstrap(OperatorConfig config) {
    Optional<String> email = config.firstEmail();
    return email.isEmpty()
        ? Future.succeededFuture()
        : operators.bootstrap(email.get(), config.firstPassword()).onSuccess(OperatorWiring::tell);
  }

  private static void tell(Optional<String> password) {
    password.ifPresent(
        text ->
            log.warn(
                "the first operator may sign in with the address of STUDIO_ADMIN_EMAIL and this"
                    + " password, shown this once: {}",
                text));
  }

  /**
   * Where mails of the log provider can be read by whoever comes, a link in one would open the
   * service to everybody; in development that is the one way to see it.
   */
  private static ResetMail mail(AppConfig config, Orders orders) {
    boolean isShown = config.production() && config.email().provider().equals("log");
    return isShown
        ? (tx, to, token) -> {
          log.warn("a new password was asked for, and EMAIL_PROVIDER 'log' sends no mail");
          return Future.succeededFuture();
        }
        : (tx, to, token) -> orders.place(tx, order(config.operators(), to, token));
  }

  private static MailOrder order(OperatorConfig config, String to, String token) {
    return new MailOrder(
        null,
        to,
        Templates.PASSWORD_RESET,
        ListsDefinition.TRANSACTIONAL,
        null,
        null,
        Map.of("url", config.url() + OperatorRooms.RESET_PATH + "?token=" + token),
        null,
        MailExtras.NONE,
        true);
  }
}
