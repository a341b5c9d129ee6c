package dev.sojourn.core.tracking;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who follows a link or loads a pixel. What is not plainly a machine is taken for a person.
 *
 * <p>Told apart by, in this order:
 *
 * <ul>
 *   <li>The purpose a prefetcher states: {@code Sec-Purpose: prefetch} and its parameters (Fetch
 *       Standard, "Sec-Purpose header"; WICG, "Prefetch"), before it {@code Purpose: prefetch} of
 *       Chromium and {@code X-Moz: prefetch} of Firefox (MDN, "Sec-Purpose", browser compatibility),
 *       {@code X-Purpose: preview} of Safari.
 *   <li>The user agent: none at all; a name that a robot gives itself, as RFC 9110 section 10.1.5
 *       asks of it; a programming library; a link preview of a messenger.
 *   <li>The proxies of mailboxes, which load images but follow no links: Gmail's says {@code
 *       GoogleImageProxy}, Yahoo's {@code YahooMailProxy}, and that of Apple's Mail Privacy
 *       Protection {@code Mozilla/5.0} and nothing else (SocketLabs, "Identifying Apple MPP opens").
 *       Apple's loads the pixel of each mail, read or not.
 *   <li>Time: two seconds after it was handed over a mail has been scanned, not read. A scanner
 *       also follows the links of a mail all at once; nobody follows two within a second.
 * </ul>
 */
public enum Visitor {
  PERSON,
  /** Gmail's image proxy: somebody looks at the mail. */
  GMAIL,
  /** Yahoo's image proxy: somebody looks at the mail. */
  YAHOO,
  /** Apple's privacy proxy: the mail has reached a mailbox. */
  APPLE,
  /** A scanner, prefetcher, previewer or robot. */
  MACHINE;

  /** Two different links of one mail that are followed within this are followed by a machine. */
  public static final Duration TOGETHER = Duration.ofSeconds(1);

  /** One link that a person follows again within this was followed once. */
  public static final Duration AGAIN = Duration.ofSeconds(5);

  private static final Duration UNREAD = Duration.ofSeconds(2);
  private static final String BARE = "Mozilla/5.0";
  private static final Pattern ANTICIPATING = Pattern.compile("prefetch|preview|prerender|instant");

  /** {@code Cubot} makes telephones. */
  private static final Pattern ROBOT =
      Pattern.compile(
          "(?<!cu)bot\\b|crawler|spider|slurp|preview|facebookexternalhit|whatsapp|embedly"
              + "|headlesschrome|phantomjs|puppeteer|curl/|wget/|python|go-http-client|^java/|okhttp"
              + "|apache-httpclient|libwww|node-fetch|axios/|^ruby|^php|guzzle|scanner|proofpoint"
              + "|barracuda|mimecast|virustotal|urlscan|monitoring");

  /** The spelling in the database and in events: {@code person}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it stands between the mail and its reader. */
  public boolean isProxy() {
    return this == GMAIL || this == YAHOO || this == APPLE;
  }

  /** Who loaded the pixel. */
  public static Visitor ofOpen(Visit visit) {
    var proxy = proxy(visit.userAgent());
    return proxy == null ? of(visit) : proxy;
  }

  /** Who followed a link. */
  public static Visitor ofClick(Visit visit) {
    return visit.crowded() || proxy(visit.userAgent()) != null ? MACHINE : of(visit);
  }

  private static Visitor of(Visit visit) {
    var since = visit.sinceSent();
    var unread = since != null && since.compareTo(UNREAD) < 0;
    var ahead = ANTICIPATING.matcher(visit.purpose().toLowerCase(Locale.ROOT)).find();
    return unread || ahead || isRobot(visit.userAgent()) ? MACHINE : PERSON;
  }

  private static boolean isRobot(@Nullable String agent) {
    return agent == null
        || agent.isBlank()
        || ROBOT.matcher(agent.toLowerCase(Locale.ROOT)).find();
  }

  private static @Nullable Visitor proxy(@Nullable String agent) {
    if (agent == null) {
      return null;
    }
    if (agent.contains("GoogleImageProxy")) {
      return GMAIL;
    }
    if (agent.contains("YahooMailProxy")) {
      return YAHOO;
    }
    return agent.equals(BARE) ? APPLE : null;
  }
}
