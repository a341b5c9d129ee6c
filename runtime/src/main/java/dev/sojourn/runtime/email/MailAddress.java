package dev.sojourn.runtime.email;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A mail address with the name of its owner, which may be empty.
 *
 * @param name as people read it, not encoded
 * @param email the bare address; its domain in ASCII, what stands before it in any letters
 */
record MailAddress(String name, String email) {
  private static final String LOCAL_SIGNS = "!#$%&'*+/=?^_`{|}~.-";
  private static final Pattern LOCAL =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\\p{L}\\p{M}\\p{N}-]+");

  private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9_.-]{1,255}");
  private static final Pattern ATOMS = Pattern.compile("[\\p{L}\\p{M}\\p{N} !#$%&'*+/=?^_`{|}~-]*");
  private static final String LINE_ENDS = "\n\r\u0085\u2028\u2029";
  private static final int LONGEST_LOCAL = 64;
  private static final int LONGEST_LABEL = 63;

  /**
   * Reads {@code ada@example.com} or {@code Ada <ada@example.com>}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static MailAddress of(String text) {
    var line = text.strip();
    var open = line.lastIndexOf('<');
    var named = open >= 0 && line.indexOf('>', open) == line.length() - 1;
    var email = named ? line.substring(open + 1, line.length() - 1).strip() : line;
    var name = named ? line.substring(0, open).strip() : "";
    var at = email.indexOf('@');
    if (at <= 0 || !isLocal(email.substring(0, at)) || breaksLine(name)) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a mail address; expected 'name@domain' or 'Name <name@domain>'");
    }
    return new MailAddress(
        unquoted(name), email.substring(0, at + 1) + ascii(text, email.substring(at + 1)));
  }

  /** What stands after the {@code @}. */
  String domain() {
    return email.substring(email.lastIndexOf('@') + 1);
  }

  /** Whether only servers with SMTPUTF8 (RFC 6531) can take it. */
  boolean needsUtf8() {
    return octets(email) != email.length();
  }

  /** {@code Ada <ada@example.com>}, or the bare address of one without a name; one line. */
  String text() {
    var line = name.replaceAll("\\p{Cntrl}+", " ").strip();
    if (line.isEmpty()) {
      return email;
    }
    var shown = ATOMS.matcher(line).matches() ? line : quoted(line);
    return shown + " <" + email + ">";
  }

  /** A name as a quoted string of RFC 5322. */
  static String quoted(String name) {
    return "\"" + name.replaceAll("([\"\\\\])", "\\\\$1") + "\"";
  }

  private static int octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String unquoted(String name) {
    var quoted = name.length() >= 2 && name.startsWith("\"") && name.endsWith("\"");
    return quoted ? name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1") : name;
  }

  private static boolean breaksLine(String name) {
    for (var i = 0; i < name.length(); i++) {
      if (LINE_ENDS.indexOf(name.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLocal(String local) {
    return isPlain(local, LOCAL_SIGNS)
        ? local.length() <= LONGEST_LOCAL
        : LOCAL.matcher(local).matches() && octets(local) <= LONGEST_LOCAL;
  }

  /** Whether it has no other letters than the 26, and no other signs than these. */
  private static boolean isPlain(String text, String signs) {
    for (var i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i), signs)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is one of the 26 letters, a digit, or one of these signs. */
  static boolean isPlain(char c, String signs) {
    var letter = (c | 32) >= 'a' && (c | 32) <= 'z';
    return letter || (c >= '0' && c <= '9') || signs.indexOf(c) >= 0;
  }

  /** Whether no label of it can be too long or empty, so that it stays as it is. */
  private static boolean isUsual(String domain) {
    return domain.length() <= LONGEST_LABEL
        && isPlain(domain, ".-_")
        && !domain.startsWith(".")
        && !domain.isEmpty()
        && !domain.contains("..");
  }

  private static String ascii(String text, String domain) {
    if (isUsual(domain)) {
      return domain;
    }
    try {
      var name = IDN.toASCII(domain);
      if (DOMAIN.matcher(name).matches()) {
        return name;
      }
    } catch (IllegalArgumentException notADomain) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a mail address; '" + domain + "' is no domain name");
  }
}
