package dev.sojourn.runtime.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All variables with their other spellings, in the order of the manual. */
final class SettingTable {
  /** The group of what sources of webhooks may ask for. */
  static final String WEBHOOKS = "Webhooks in";

  private static final Map<String, Setting> BY_NAME = new Rows().rows();

  private SettingTable() {}

  /** All of them, by name. */
  static Map<String, Setting> all() {
    return BY_NAME;
  }

  /** The other spellings of a name; none of one that is not in the table. */
  static List<String> aliases(String name) {
    var known = BY_NAME.get(name);
    return known == null ? List.of() : known.aliases();
  }

  /** Whether a variable is the service's own, which no file of the operator may ask for. */
  static boolean isOwn(String variable) {
    return BY_NAME.values().stream()
        .filter(one -> !one.group().equals(WEBHOOKS))
        .anyMatch(one -> one.name().equals(variable) || one.aliases().contains(variable));
  }

  /** The rows while they are written down. */
  private static final class Rows {
    private final Map<String, Setting> rows = new LinkedHashMap<>();
    private String group = "";

    Map<String, Setting> rows() {
      process();
      mails();
      readers();
      people();
      operators();
      hatchet();
      outbound();
      webhooks();
      keeping();
      tools();
      return Collections.unmodifiableMap(rows);
    }

    private void process() {
      group = "The process";
      row(
          "DATABASE_URL",
          "–",
          "`postgresql://user:password@host:port/name`; `dev` brings its own without it");
      row("DATABASE_POOL_MAX", "`10`", "connections beside the hot lanes, 1 to 50");
      row("SKIP_SCHEMA_CHECK", "`false`", "starts on a schema that is behind");
      row(
          "CLIENT_MIGRATIONS_FOLDER",
          "`changelog` in the bundle",
          "the folder with a `client.xml`, your own changes of the schema; its name is part of what"
              + " tells them apart");
      row(
          "REDIS_URL",
          "–",
          "`redis://:password@host:6379`, where all processes count limits together; without it"
              + " each counts for itself");
      row("ENGINE", "`local`, `hatchet` with a token", "what runs the journeys");
      row("PORT", "`3002`", "where the API listens");
      row(
          "METRICS_PORT",
          "–",
          "where a process that is a worker alone answers `/livez`, `/readyz`, `/v1/health`"
              + " and `/metrics`");
      row(
          "API_PUBLIC_URL",
          "`http://localhost:$PORT`",
          "the base of links in mails, scheme, host and port alone; required in production");
      row(
          "SOJOURN_ENV",
          "`development`",
          "`development`, `test` or `production`, which assumes nothing",
          "NODE_ENV");
      row(
          "SOJOURN_HOME",
          "`.sojourn`",
          "files of its own: the embedded database, keys, the mailbox");
      row(
          "SOJOURN_BUNDLE",
          "working directory",
          "the directory with `journeys/`, `templates/`, `sources/`, `providers/` and"
              + " `destinations/`");
      row(
          "SCRIPTS_POLL_INTERVAL",
          "`10s`, in `dev` `1s`",
          "how often the bundle is compared, beside file events");
      row(
          "ENABLED_JOURNEYS",
          "`*`",
          "ids of the journeys that take new contacts, comma separated, `*` or `none`; the same in"
              + " all processes");
      row("ENABLED_LISTS", "`*`", "ids of the lists of `lists.groovy` that there are, likewise");
      row(
          "LOG_LEVEL",
          "`info`",
          "`error`, `warn`, `info`, `http`, which tells each request besides, or `debug`");
      row("SOJOURN_JAVA_OPTS", "–", "more options for the JVM, read by the launcher");
    }

    private void mails() {
      group = "Mails";
      row(
          "EMAIL_PROVIDER",
          "by the one credential that is set, else `log`",
          "`log`, `smtp`, `resend`, `postmark`, or a file of `providers/`; see"
              + " [email.md](email.md)");
      row(
          "EMAIL_FROM",
          "`Sojourn <sojourn@localhost>`",
          "the sender, where a template names none",
          "RESEND_FROM_EMAIL");
      row("EMAIL_CONCURRENCY", "by provider, 16 to 64", "mails under way at once, of one process");
      row("EMAIL_RATE", "`0`", "mails begun in a second, of one process; 0 for any number");
      row("SENDS_HELD", "`false`", "leaves due mails alone, as after restoring a backup");
      row("SMTP_URL", "–", "`smtp://user:password@host:port?starttls=…` or `smtps://…`");
      row("RESEND_API_KEY", "–", "the key for Resend");
      row("RESEND_API_URL", "the public one", "another address for Resend, such as a proxy");
      row(
          "RESEND_WEBHOOK_SECRET",
          "–",
          "proves reports of Resend, `whsec_…`; several, parted by spaces, while one is changed");
      row("POSTMARK_SERVER_TOKEN", "–", "the token for Postmark");
      row("POSTMARK_API_URL", "the public one", "another address for Postmark");
      row("POSTMARK_MESSAGE_STREAM", "`outbound`", "Postmark's message stream");
      row("POSTMARK_WEBHOOK_USER", "–", "proves reports of Postmark, together with the next one");
      row("POSTMARK_WEBHOOK_PASS", "–", "the password to it");
      row(
          "SOJOURN_TEST_MODE",
          "`auto`",
          "`true` sends every mail to one address; `auto` does while Resend has not verified"
              + " `EMAIL_DOMAIN`",
          "HOGSEND_TEST_MODE");
      row("EMAIL_DOMAIN", "–", "the domain that `auto` asks about; without it, `auto` means no");
      row("SOJOURN_TEST_EMAIL", "`$STUDIO_ADMIN_EMAIL`", "that address", "HOGSEND_TEST_EMAIL");
    }

    private void readers() {
      group = "Their readers";
      row("TRACK_OPENS", "`true`", "whether mails carry a pixel, unless their template says no");
      row(
          "TRACK_CLICKS",
          "`true`",
          "whether links of mails lead through us, unless their template says no");
      row(
          "UNSUBSCRIBE_TOKEN_PREVIOUS_SECRETS",
          "–",
          "earlier values of `AUTH_SECRET`, comma separated, whose links stay good");
      row("UNSUBSCRIBE_TOKEN_TTL_DAYS", "`730`", "how long links in mails are good");
      row(
          "SUPPRESSION_BOUNCE_THRESHOLD",
          "`3`",
          "permanent bounces after which an address is barred");
    }

    private void people() {
      group = "Keys and limits";
      row(
          "AUTH_SECRET",
          "–",
          "signs links in mails, 32 characters or more; required in production",
          "BETTER_AUTH_SECRET");
      row("ADMIN_API_KEY", "–", "a bearer key that may do everything");
      row(
          "IDENTITY_SECRET",
          "–",
          "signs the tokens by which browsers prove whom they speak for, 32 characters or more");
      row(
          "SOJOURN_BOOTSTRAP_API_KEY",
          "`true`",
          "mints a first key that may put events in, where there is no key at all, and shows"
              + " it once",
          "HOGSEND_BOOTSTRAP_API_KEY");
      row(
          "INGEST_SUSPENDED",
          "`false`",
          "answers 429 to events, unread",
          "HOGSEND_INGEST_SUSPENDED");
      row(
          "DATA_PLANE_RATE_LIMIT_PER_MINUTE",
          "`6000`",
          "requests a minute of one key that puts data in; 0 for any number");
      row(
          "ADMIN_RATE_LIMIT_PER_MINUTE",
          "`100`",
          "requests a minute of one key that looks in; 0 for any number");
    }

    private void operators() {
      group = "People who sign in";
      row(
          "STUDIO_ADMIN_EMAIL",
          "–",
          "the address of the first operator, whom an api makes where there is none; also stands in"
              + " for `SOJOURN_TEST_EMAIL`");
      row(
          "STUDIO_ADMIN_PASSWORD",
          "one that is printed once",
          "the first operator's password, 8 to 128 characters");
      row(
          "AUTH_URL",
          "`$API_PUBLIC_URL`",
          "the base of links to set a password, scheme, host and port alone; cookies are `Secure`"
              + " where it is https",
          "BETTER_AUTH_URL");
      row(
          "AUTH_TRUSTED_ORIGINS",
          "–",
          "origins beside `API_PUBLIC_URL` and `AUTH_URL` whose pages may act for who is signed in,"
              + " comma separated",
          "BETTER_AUTH_TRUSTED_ORIGINS");
      row("AUTH_COOKIE_PREFIX", "`sojourn`", "begins the name of the cookie");
      row(
          "AUTH_RATE_LIMIT_PER_MINUTE",
          "`20`",
          "sign-ins and resets a minute of one address of the network together; 0 for no limit"
              + " beside those of each, 10 and 5");
      row(
          "TRUSTED_PROXIES",
          "`0`",
          "how many proxies of your own stand before the api: whoever asks is that many from the"
              + " right in `X-Forwarded-For`");
    }

    private void hatchet() {
      group = "Hatchet";
      row("HATCHET_CLIENT_TOKEN", "–", "the token of the engine; its presence chooses Hatchet");
      row("HATCHET_CLIENT_HOST_PORT", "as the token says", "`host:port` of the engine");
      row(
          "HATCHET_CLIENT_SERVER_URL",
          "as the token says",
          "the base of its REST API",
          "HATCHET_CLIENT_API_URL");
      row("HATCHET_CLIENT_TENANT_ID", "as the token says", "the tenant");
      row(
          "HATCHET_CLIENT_NAMESPACE",
          "–",
          "a prefix of all names, so that several installations share a tenant");
      row("HATCHET_CLIENT_TLS_STRATEGY", "`tls`", "`none`, `tls` or `mtls`");
      row(
          "HATCHET_CLIENT_TLS_ROOT_CA",
          "those of the JVM",
          "certificates to trust, PEM; `…_FILE` names a file of it");
      row("HATCHET_CLIENT_TLS_CERT", "–", "our certificate for `mtls`, PEM; or `…_FILE`");
      row("HATCHET_CLIENT_TLS_KEY", "–", "its key, PEM; or `…_FILE`");
      row(
          "HATCHET_CLIENT_TLS_SERVER_NAME",
          "the host",
          "the name that the engine's certificate must carry");
      row("HATCHET_CLIENT_TLS_MIN_VERSION", "`1.3`", "`1.2` or `1.3`");
      row(
          "HATCHET_CLIENT_GRPC_MAX_SEND_MESSAGE_LENGTH",
          "`4194304`",
          "the longest message to the engine, in bytes, as its `SERVER_GRPC_MAX_MSG_SIZE` says");
      row(
          "HATCHET_CLIENT_GRPC_MAX_RECV_MESSAGE_LENGTH",
          "`4194304`",
          "the longest message that is taken from it, in bytes");
      row(
          "HATCHET_CLIENT_DISABLE_GZIP_COMPRESSION",
          "`true`",
          "whether what is sent to it goes uncompressed");
      row(
          "HATCHET_CLIENT_NO_GRPC_RETRY",
          "`false`",
          "whether calls that failed in passing are not repeated",
          "HATCHET_CLIENT_NO_RETRY");
      row(
          "HATCHET_CONNECT_TIMEOUT",
          "`30s`",
          "how long a worker that starts tries to reach the engine, `50s` at most");
      row(
          "HATCHET_PUSH_EVENTS",
          "`false`",
          "pushes every event that was taken in into Hatchet too, for tasks of others");
    }

    private void outbound() {
      group = "Webhooks out";
      row("OUTBOUND_WEBHOOK_MAX_ATTEMPTS", "`8`", "tries of a delivery");
      row("OUTBOUND_WEBHOOK_TIMEOUT_MS", "`15000`", "how long one may take");
      row(
          "OUTBOUND_WEBHOOK_BASE_DELAY_MS",
          "`5000`",
          "the wait before the second try; later ones double");
      row("OUTBOUND_WEBHOOK_MAX_DELAY_MS", "`21600000`", "the longest wait");
      row(
          "OUTBOUND_WEBHOOK_STUCK_AFTER_MS",
          "`60000`",
          "after which a delivery that nobody ended is taken up again");
      row("OUTBOUND_WEBHOOK_CONCURRENCY", "`4`", "tries of one endpoint at once");
      row("OUTBOUND_WEBHOOK_MAX_CONCURRENCY", "`256`", "tries of one process at once");
      row(
          "OUTBOUND_ALLOW_PRIVATE_TARGETS",
          "`false` in production",
          "lets deliveries go to addresses that are not public");
      row(
          "ENABLED_DESTINATION_PRESETS",
          "all",
          "ids of destinations that are built in, comma separated, `*` or `none`");
      row("ENABLE_POSTHOG_DESTINATION", "`false`", "passes events on to PostHog");
      row("POSTHOG_API_KEY", "–", "its key");
      row("POSTHOG_HOST", "–", "its address");
    }

    private void webhooks() {
      group = WEBHOOKS;
      row(
          "ENABLED_WEBHOOK_PRESETS",
          "all",
          "ids of sources that are built in, comma separated, `*` or `none`; see"
              + " [sources.md](sources.md)");
      row("CLERK_WEBHOOK_SECRET", "–", "proves webhooks of Clerk, `whsec_…`");
      row("SUPABASE_WEBHOOK_SECRET", "–", "proves those of Supabase");
      row("STRIPE_WEBHOOK_SECRET", "–", "proves those of Stripe, `whsec_…`");
      row("SEGMENT_WEBHOOK_SECRET", "–", "proves those of Segment");
      row("INTERCOM_CLIENT_SECRET", "–", "proves those of Intercom");
      row("POSTHOG_WEBHOOK_SECRET", "–", "proves those of PostHog");
    }

    private void keeping() {
      group = "How long what is kept";
      row("DECISIONS_KEPT", "`30d`", "why somebody was left out of something");
      row("JOURNALS_KEPT", "`90d`", "the journals of ended enrolments");
      row(
          "BODIES_KEPT",
          "`30d`",
          "what stood in mails that went out; until then they can be sent again");
      row("DELIVERIES_KEPT", "`30d`", "what endpoints were told, once that is over");
      row("AUDIT_LOGS_KEPT", "`365d`", "who changed what on the admin plane");
      row("CALLERS_KEPT", "`90d`", "from where and with what links were followed");
    }

    private void tools() {
      group = "Commands that ask a service";
      row("SOJOURN_URL", "of `dev`", "where it is", "HOGSEND_API_URL");
      row(
          "SOJOURN_ADMIN_KEY",
          "`$ADMIN_API_KEY`, or of `dev`",
          "a key that may do what is asked",
          "HOGSEND_ADMIN_KEY");
      row(
          "SOJOURN_DATA_KEY",
          "–",
          "a key that may put events in, for scripts of your own; `bootstrap` and `dev` write it",
          "HOGSEND_DATA_KEY",
          "HOGSEND_API_KEY");
    }

    private void row(String name, String usual, String meaning, String... aliases) {
      if (rows.put(name, new Setting(group, name, List.of(aliases), usual, meaning)) != null) {
        throw new IllegalStateException("'" + name + "' stands twice in the table of settings");
      }
    }
  }
}
