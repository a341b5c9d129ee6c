package dev.sojourn.runtime.config;

import dev.sojourn.dsl.provider.ProviderFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who transports mails, and how much of it is asked at once.
 *
 * @param way who it is ({@code EMAIL_PROVIDER}). Without that setting the one whose credential is
 *     there: {@code resend} with {@code RESEND_API_KEY}, {@code postmark} with {@code
 *     POSTMARK_SERVER_TOKEN}, {@code smtp} with {@code SMTP_URL}; without any {@code log}, which
 *     production has to ask for
 * @param limits {@code EMAIL_CONCURRENCY}, by default what the way can take, and {@code EMAIL_RATE}
 */
public record TransportConfig(Way way, SendLimits limits) {
  private static final String PROVIDER = "EMAIL_PROVIDER";
  private static final String LOG = "log";
  private static final String POSTMARK = "postmark";
  private static final String RESEND = "resend";
  private static final String SMTP = "smtp";
  private static final int MOST_AT_ONCE = 512;
  private static final int MOST_PER_SECOND = 100_000;

  /** What shows that an account is meant to be used, in the order of the names. */
  private static final Map<String, String> CREDENTIALS =
      Collections.unmodifiableMap(
          new TreeMap<>(
              Map.of(
                  POSTMARK, "POSTMARK_SERVER_TOKEN", RESEND, "RESEND_API_KEY", SMTP, "SMTP_URL")));

  /** One who transports mails. */
  public sealed interface Way {
    /** Its name in settings, rows and metrics. */
    String id();

    /** How many mails may be under way to it if nothing else is said. */
    int concurrency();

    /** Files in the mailbox. */
    record Log() implements Way {
      @Override
      public String id() {
        return LOG;
      }

      @Override
      public int concurrency() {
        return 64;
      }
    }

    /**
     * A server that speaks SMTP.
     *
     * @param url {@code SMTP_URL}; a secret
     */
    record Smtp(SmtpUrl url) implements Way {
      @Override
      public String id() {
        return SMTP;
      }

      @Override
      public int concurrency() {
        return 16;
      }
    }

    /**
     * Resend.
     *
     * @param account {@code RESEND_API_KEY} and {@code RESEND_API_URL}
     */
    record Resend(MailAccount account) implements Way {
      @Override
      public String id() {
        return RESEND;
      }

      @Override
      public int concurrency() {
        return 32;
      }
    }

    /**
     * Postmark.
     *
     * @param account {@code POSTMARK_SERVER_TOKEN} and {@code POSTMARK_API_URL}
     * @param stream {@code POSTMARK_MESSAGE_STREAM}, default {@code outbound}
     */
    record Postmark(MailAccount account, String stream) implements Way {
      @Override
      public String id() {
        return POSTMARK;
      }

      @Override
      public int concurrency() {
        return 32;
      }
    }

    /**
     * A service that a file of the operator describes.
     *
     * @param id the base name of {@code providers/<id>.groovy}
     * @param secrets the variables of the environment that the file asks for
     * @param here whether it may ask this machine, which production forbids
     */
    record Scripted(String id, ProviderFile file, Map<String, String> secrets, boolean here)
        implements Way {
      public Scripted {
        secrets = Map.copyOf(secrets);
      }

      @Override
      public int concurrency() {
        return 16;
      }

      /** Its name and those of its secrets. */
      @Override
      public String toString() {
        return "Scripted[" + id + ", " + new TreeMap<>(secrets).keySet() + "]";
      }
    }
  }

  static TransportConfig from(Settings settings, ScriptedProviders scripted, boolean production) {
    var way = way(settings, scripted, id(settings, scripted, production));
    return new TransportConfig(
        way,
        new SendLimits(
            settings.whole("EMAIL_CONCURRENCY", way.concurrency(), 1, MOST_AT_ONCE),
            settings.whole("EMAIL_RATE", 0, 0, MOST_PER_SECOND)));
  }

  private static Way way(Settings settings, ScriptedProviders scripted, String id) {
    var smtp = settings.parsed("SMTP_URL", SmtpUrl::parse);
    if (id.equals(LOG)) {
      return new Way.Log();
    }
    if (id.equals(SMTP)) {
      require(settings, id);
      return smtp.<Way>map(Way.Smtp::new).orElseGet(Way.Log::new);
    }
    if (id.equals(RESEND)) {
      return new Way.Resend(account(settings, id, "RESEND_API_URL", "https://api.resend.com"));
    }
    return id.equals(POSTMARK)
        ? new Way.Postmark(
            account(settings, id, "POSTMARK_API_URL", "https://api.postmarkapp.com"),
            settings.text("POSTMARK_MESSAGE_STREAM", "outbound"))
        : scripted.read(settings, id);
  }

  private static String id(Settings settings, ScriptedProviders scripted, boolean production) {
    if (settings.text(PROVIDER).isPresent()) {
      var known = new ArrayList<>(List.of(LOG, POSTMARK, RESEND, SMTP));
      scripted.ids().stream().filter(id -> !known.contains(id)).forEach(known::add);
      return settings.oneOf(PROVIDER, LOG, known);
    }
    var there =
        CREDENTIALS.keySet().stream()
            .filter(id -> settings.text(credential(id)).isPresent())
            .toList();
    if (there.size() > 1) {
      var names =
          there.stream().map(TransportConfig::credential).collect(Collectors.joining(" and "));
      settings.problem(
          PROVIDER,
          "is not set, though " + names + " are; it must be one of " + String.join(", ", there));
    }
    if (there.isEmpty() && production) {
      settings.problem(PROVIDER, "is not set, and in production nothing is assumed");
    }
    return there.isEmpty() ? LOG : there.get(0);
  }

  private static MailAccount account(Settings settings, String id, String urlName, String usual) {
    require(settings, id);
    var url = settings.parsed(urlName, MailAccount::url).orElse(MailAccount.url(usual));
    var key = settings.parsed(credential(id), MailAccount::key).orElse("");
    return new MailAccount(url, key);
  }

  private static void require(Settings settings, String id) {
    if (settings.text(credential(id)).isEmpty()) {
      settings.problem(credential(id), "is not set, though " + PROVIDER + " is '" + id + "'");
    }
  }

  private static String credential(String id) {
    return CREDENTIALS.getOrDefault(id, PROVIDER);
  }
}
