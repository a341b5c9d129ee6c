package dev.sojourn.core.replay;

import dev.sojourn.dsl.MailResult;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a mail, as recorded, with the waits for what its reader does. */
record RecordedMail(WaitWords waits, String template, Entry.Settled settled) implements MailResult {
  @Override
  public String getStatus() {
    return settled.status();
  }

  @Override
  public String getSendId() {
    return settled.sendId();
  }

  @Override
  public @Nullable Instant getSentAt() {
    return settled.sentAt();
  }

  @Override
  public @Nullable String getReason() {
    return settled.reason();
  }

  @Override
  public boolean isSent() {
    return settled.status().equals("sent");
  }

  @Override
  public boolean opened(Map<String, ?> options) {
    return isSent() && waits.forMail("opened", "email.opened", options, this);
  }

  @Override
  public boolean clicked(Map<String, ?> options) {
    return isSent() && waits.forMail("clicked", "email.link_clicked", options, this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordedMail mail && settled.equals(mail.settled);
  }

  @Override
  public int hashCode() {
    return settled.hashCode();
  }

  /** {@code mail 'welcome' sent}. */
  @Override
  public String toString() {
    var why = settled.reason() == null ? "" : ": " + settled.reason();
    return "mail '" + template + "' " + settled.status() + why;
  }
}
