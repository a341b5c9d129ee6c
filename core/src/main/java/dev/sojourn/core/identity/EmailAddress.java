package dev.sojourn.core.identity;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address as a contact is known by it: in lower case, its domain in ASCII, what stands
 * before that in any letters. What is one can be stored, looked up and sent to.
 */
public final class EmailAddress {
  private static final int LONGEST_LOCAL = 64;
  private static final int LONGEST_DOMAIN = 253;
  private static final String ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~\\p{L}\\p{M}\\p{N}-]+";
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern LOCAL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");
  private static final Pattern DOMAIN = Pattern.compile("(?:" + LABEL + "\\.)+" + LABEL);

  private EmailAddress() {}

  /** The address that somebody wrote, whatever the case and the spaces around it; else empty. */
  public static Optional<String> of(String written) {
    var text = written.strip().toLowerCase(Locale.ROOT);
    var at = text.indexOf('@');
    if (at <= 0 || !isLocal(text.substring(0, at))) {
      return Optional.empty();
    }
    var domain = ascii(text.substring(at + 1));
    return domain.length() <= LONGEST_DOMAIN && DOMAIN.matcher(domain).matches()
        ? Optional.of(text.substring(0, at + 1) + domain)
        : Optional.empty();
  }

  private static boolean isLocal(String local) {
    return local.length() <= LONGEST_LOCAL
        && LOCAL.matcher(local).matches()
        && local.getBytes(StandardCharsets.UTF_8).length <= LONGEST_LOCAL;
  }

  /** A domain in ASCII; one that cannot be is left as it is, which is no domain. */
  private static String ascii(String domain) {
    if (domain.length() > LONGEST_DOMAIN || domain.chars().allMatch(c -> c < 128)) {
      return domain;
    }
    try {
      return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException notADomain) {
      return domain;
    }
  }
}
