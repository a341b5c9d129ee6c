package dev.sojourn.core.deliverability;

import java.util.List;
import java.util.Map;

/**
 * The TXT records of a sending domain; each as one text, its parts joined.
 *
 * @param domain the domain of the sender's address, in ASCII
 * @param own those at the domain itself
 * @param dmarc those at {@code _dmarc.} of the domain or, if it has none, of the nearest domain
 *     above it that has
 * @param dkim those at {@code <selector>._domainkey.} of the domain, by selector
 */
public record MailRecords(
    String domain, List<String> own, List<String> dmarc, Map<String, List<String>> dkim) {
  public MailRecords {
    own = List.copyOf(own);
    dmarc = List.copyOf(dmarc);
    dkim = Map.copyOf(dkim);
  }
}
