package dev.sojourn.core.mail;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What goes with a mail beside its subject and body.
 *
 * @param replyTo where answers go, {@code Name <address>} or bare; null for where it came from
 * @param headers in their order, no name twice
 * @param tags in their order, no name twice
 * @param attachments at most {@value Attachment#MOST}
 */
public record MailExtras(
    @Nullable String replyTo,
    List<MailHeader> headers,
    List<MailTag> tags,
    List<Attachment> attachments) {
  /** Nothing. */
  public static final MailExtras NONE = new MailExtras(null, List.of(), List.of(), List.of());

  public MailExtras {
    headers = List.copyOf(headers);
    tags = List.copyOf(tags);
    attachments = Attachment.together(attachments);
    once("header", headers.stream().map(MailHeader::name).toList());
    once("tag", tags.stream().map(MailTag::name).toList());
  }

  private static void once(String what, List<String> names) {
    var seen = new HashSet<String>();
    for (var name : names) {
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(what + " '" + name + "' stands there twice");
      }
    }
  }
}
