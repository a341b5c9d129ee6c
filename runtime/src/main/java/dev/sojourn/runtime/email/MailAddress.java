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
  private static final Pattern NAMED = Pattern.compile("(?<name>.*?)\\s*<(?<email>[^<>]*)>\\s*");
  private static final Pattern BARE =
      Pattern.compile(
          "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\\p{L}\\p{M}\\p{N}-]{1,64}"
              + "@[^\\s@<>,;:()\\[\\]\\\\\"]{1,255}");

  private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9_.-]{1,255}");
  private static final Pattern ATOMS = Pattern.compile("[\\p{L}\\p{M}\\p{N} !#$%&'*+/=?^_`{|}~-]*");
  private static final int LONGEST_LOCAL = 64;

  /**
   * Reads {@code ada@example.com} or {@code Ada <ada@example.com>}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static MailAddress of(String text) {
    var matcher = NAMED.matcher(text);
    var named = matcher.matches();
    var email = named ? matcher.group("email").strip() : text.strip();
    var name = named ? unquoted(matcher.group("name").strip()) : "";
    var at = email.lastIndexOf('@');
    if (!BARE.matcher(email).matches() || octets(email.substring(0, at)) > LONGEST_LOCAL) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a mail address; expected 'name@domain' or 'Name <name@domain>'");
    }
    return new MailAddress(name, email.substring(0, at + 1) + ascii(text, email.substring(at + 1)));
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

  private static String ascii(String text, String domain) {
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
