package dev.sojourn.core.deliverability;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Whether receivers can tell that mails in a domain's name are its own: SPF (RFC 7208), DKIM (RFC
 * 6376, RFC 8301) and DMARC (RFC 7489), with what large mailbox providers ask of bulk senders since
 * 2024.
 */
public final class DomainCheck {
  private DomainCheck() {}

  /** What the records of a domain say; at least one finding for each of the three. */
  public static List<Finding> of(MailRecords records) {
    var findings = new ArrayList<Finding>();
    findings.add(SpfCheck.of(records.domain(), records.own()));
    if (records.dkim().isEmpty()) {
      findings.add(
          Finding.warning(
              "DKIM",
              "no selector of '"
                  + records.domain()
                  + "' is known, so its keys were not looked at; name it with --selector"));
    }
    new TreeMap<>(records.dkim())
        .forEach(
            (selector, texts) -> findings.add(DkimCheck.of(records.domain(), selector, texts)));
    findings.add(DmarcCheck.of(records.domain(), records.dmarc()));
    return List.copyOf(findings);
  }
}
