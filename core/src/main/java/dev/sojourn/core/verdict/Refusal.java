package dev.sojourn.core.verdict;

/** Why a mail is not wanted, now or later. */
public enum Refusal {
  /** The address is barred, by bounces or a complaint. */
  SUPPRESSED("suppressed", "address_suppressed"),
  /** The person wants no mail at all. */
  UNSUBSCRIBED_FROM_ALL("unsubscribed", "unsubscribed_from_all"),
  /** The person has left this kind of mail. */
  UNSUBSCRIBED_FROM_CATEGORY("unsubscribed", "unsubscribed_from_category");

  private final String status;
  private final String reason;

  Refusal(String status, String reason) {
    this.status = status;
    this.reason = reason;
  }

  /** What a script is told: {@code suppressed} or {@code unsubscribed}. */
  public String status() {
    return status;
  }

  /** The reason as people and programs see it: {@code address_suppressed}. */
  public String reason() {
    return reason;
  }
}
