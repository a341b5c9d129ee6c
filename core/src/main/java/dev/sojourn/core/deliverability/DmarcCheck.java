package dev.sojourn.core.deliverability;

import java.util.List;
import java.util.Locale;

/** What receivers are asked to do with mails that are neither signed nor sent by the domain. */
final class DmarcCheck {
  private static final String DMARC = "DMARC";

  private DmarcCheck() {}

  static Finding of(String domain, List<String> texts) {
    var own =
        texts.stream()
            .map(String::strip)
            .filter(text -> text.toLowerCase(Locale.ROOT).startsWith("v=dmarc1"))
            .toList();
    if (own.isEmpty()) {
      return Finding.error(
          DMARC,
          "'_dmarc."
              + domain
              + "' has no record, which large mailbox providers ask of whoever sends in bulk; begin"
              + " with 'v=DMARC1; p=none; rua=mailto:…'");
    }
    if (own.size() > 1) {
      return Finding.error(
          DMARC, "'_dmarc." + domain + "' has " + own.size() + " records, so none holds; keep one");
    }
    var tags = Tags.of(own.get(0));
    var policy = tags.getOrDefault("p", "").toLowerCase(Locale.ROOT);
    return switch (policy) {
      case "reject", "quarantine" ->
          Finding.ok(DMARC, "'" + domain + "' asks receivers to '" + policy + "' what is not its own");
      case "none" ->
          Finding.warning(
              DMARC,
              tags.containsKey("rua")
                  ? "'" + domain + "' only watches (p=none); go on to 'quarantine' once the reports"
                      + " show your own mails alone"
                  : "'" + domain + "' asks for nothing (p=none) and for no reports; add 'rua'");
      default ->
          Finding.error(
              DMARC,
              "the record of '_dmarc."
                  + domain
                  + "' has p='"
                  + policy
                  + "'; expected none, quarantine or reject");
    };
  }
}
