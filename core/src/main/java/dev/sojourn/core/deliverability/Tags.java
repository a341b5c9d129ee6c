package dev.sojourn.core.deliverability;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The {@code name=value; …} lists of DKIM and DMARC records (RFC 6376 section 3.2). */
final class Tags {
  private Tags() {}

  /** Names in lower case; of a repeated one the first counts. */
  static Map<String, String> of(String record) {
    var tags = new LinkedHashMap<String, String>();
    for (var part : record.split(";", -1)) {
      var equals = part.indexOf('=');
      if (equals > 0) {
        tags.putIfAbsent(
            part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            part.substring(equals + 1).strip());
      }
    }
    return tags;
  }
}
