package dev.sojourn.runtime.app;

import dev.sojourn.runtime.config.AppConfig;
import java.nio.file.Path;

/** The block that {@code sojourn dev} prints when it is up. */
final class Greeting {
  private static final String TEXT =
      """

      Sojourn is up. Ctrl-C stops it.

        api        %1$s
        health     %1$s/v1/health
        metrics    %1$s/metrics
        mailbox    %1$s/studio/mailbox
                   %2$s
        bundle     %3$s (journeys and templates are live when saved)
        data key   %4$s
        admin key  %5$s
                   kept in %6$s
                   with SOJOURN_DATABASE_URL, for './sojourn check --against'

      Send an event:

      curl -X POST %1$s/v1/events -H 'Authorization: Bearer %4$s' -H 'Content-Type: application/json' \
      -d '{"name":"user.signed_up","userId":"ada","email":"ada@example.com","contactProperties":{"firstName":"Ada"}}'
      """;

  private Greeting() {}

  static String of(AppConfig config, String url, DevKeys keys) {
    Path mailbox = config.email().mailbox();
    String mails =
        config.email().provider().equals("log")
            ? "files in " + mailbox
            : "(mails go out by " + config.email().provider() + ")";
    return TEXT.formatted(
        url,
        mails,
        config.bundle().directory(),
        keys.data(),
        keys.admin(),
        DevKeys.file(config.home()));
  }
}
