package dev.sojourn.runtime.email;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads back what {@link Mime} writes; no other mail. */
final class MailFile {
  private static final Pattern WORD = Pattern.compile("=\\?UTF-8\\?B\\?([A-Za-z0-9+/=]*)\\?=");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=\\?=)\\s+(?==\\?UTF-8)");

  private static final Pattern BOUNDARY = Pattern.compile("^multipart/.*boundary=\"([^\"]*)\"");

  private MailFile() {}

  static MailboxEntry read(String sendId, String file) {
    var message = file.replace("\r\n", "\n");
    var texts = new HashMap<String, String>();
    collect(message, texts);
    return entry(
        sendId, headers(head(message)), texts.getOrDefault("html", ""), texts.get("plain"));
  }

  /** Finds what is to be read, as {@code html} and {@code plain}; files are passed over. */
  private static void collect(String part, Map<String, String> texts) {
    var headers = headers(head(part));
    var type = headers.getOrDefault("Content-Type", "");
    var boundary = BOUNDARY.matcher(type);
    if (boundary.find()) {
      var parts = content(part).split(Pattern.quote("--" + boundary.group(1)), -1);
      for (var i = 1; i < parts.length - 1; i++) {
        collect(parts[i], texts);
      }
    } else if (type.startsWith("text/") && !headers.containsKey("Content-Disposition")) {
      texts.put(type.substring(5).replaceAll(";.*", ""), printable(content(part)));
    }
  }

  private static MailboxEntry entry(
      String sendId, Map<String, String> headers, String html, @Nullable String text) {
    return new MailboxEntry(
        sendId,
        headers.getOrDefault("From", ""),
        headers.getOrDefault("To", ""),
        headers.getOrDefault("Subject", ""),
        headers.getOrDefault("Date", ""),
        headers,
        html,
        text);
  }

  private static String head(String part) {
    var end = part.indexOf("\n\n");
    return end < 0 ? part : part.substring(0, end);
  }

  /** What stands below the headers, without the line break that belongs to the boundary. */
  private static String content(String part) {
    var start = part.indexOf("\n\n");
    var end = part.endsWith("\n") ? part.length() - 1 : part.length();
    return start < 0 || start + 2 > end ? "" : part.substring(start + 2, end);
  }

  private static Map<String, String> headers(String head) {
    var headers = new LinkedHashMap<String, String>();
    for (var line : head.split("\n(?! )", -1)) {
      var colon = line.indexOf(": ");
      if (colon > 0) {
        headers.put(line.substring(0, colon), words(line.substring(colon + 2)));
      }
    }
    return headers;
  }

  private static String words(String value) {
    var joined = BETWEEN_WORDS.matcher(value).replaceAll("").replace("\n ", " ");
    return WORD.matcher(joined)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    new String(
                        Base64.getDecoder().decode(match.group(1)), StandardCharsets.UTF_8)));
  }

  private static String printable(String encoded) {
    var bytes = new ByteArrayOutputStream(encoded.length());
    for (var i = 0; i < encoded.length(); i++) {
      var c = encoded.charAt(i);
      if (c != '=') {
        bytes.write(c);
      } else if (i + 1 < encoded.length() && encoded.charAt(i + 1) == '\n') {
        i++;
      } else {
        bytes.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
        i += 2;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
