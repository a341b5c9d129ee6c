package dev.sojourn.core.deliverability;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Who may send in a domain's name, by address of the sending server. */
final class SpfCheck {
  private static final String SPF = "SPF";

  /** RFC 7208 section 4.6.4: a record that asks more often fails for good. */
  private static final int MOST_LOOKUPS = 10;

  private static final Pattern LOOKUP =
      Pattern.compile("[+~?-]?(include:|exists:|ptr\\b|a\\b|mx\\b)|redirect=");

  private SpfCheck() {}

  static Finding of(String domain, List<String> texts) {
    var records = texts.stream().map(text -> text.toLowerCase(Locale.ROOT).strip()).toList();
    var own = records.stream().filter(SpfCheck::isSpf).toList();
    if (own.isEmpty()) {
      return Finding.warning(
          SPF,
          "'"
              + domain
              + "' has no record that begins 'v=spf1'; add one, unless the provider sends under"
              + " a bounce domain of its own");
    }
    if (own.size() > 1) {
      return Finding.error(
          SPF,
          "'" + domain + "' has " + own.size() + " records, so none holds; join them into one");
    }
    return of(domain, own.get(0));
  }

  private static boolean isSpf(String record) {
    return record.equals("v=spf1") || record.startsWith("v=spf1 ");
  }

  private static Finding of(String domain, String record) {
    var terms = List.of(record.split(" +"));
    var lookups = terms.stream().filter(term -> LOOKUP.matcher(term).lookingAt()).count();
    if (lookups > MOST_LOOKUPS) {
      return Finding.error(
          SPF,
          "the record of '"
              + domain
              + "' makes "
              + lookups
              + " look-ups, so receivers give up; expected at most "
              + MOST_LOOKUPS);
    }
    if (terms.contains("+all") || terms.contains("all")) {
      return Finding.error(
          SPF, "the record of '" + domain + "' lets everybody send; end it in '~all' or '-all'");
    }
    var ends =
        terms.contains("-all")
            || terms.contains("~all")
            || terms.stream().anyMatch(term -> term.startsWith("redirect="));
    return ends
        ? Finding.ok(SPF, "'" + domain + "' says who may send: '" + record + "'")
        : Finding.warning(
            SPF, "the record of '" + domain + "' forbids nobody; end it in '~all' or '-all'");
  }
}
