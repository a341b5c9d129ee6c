package dev.sojourn.core.verdict;

/** Why a mail may not go out now, though later it could. */
public enum Stop {
  /** It is outside the hours of its journey, by the contact's clock. */
  QUIET_HOURS("quiet_hours"),
  /** The address has had as many mails as the operator lets go to it in that time. */
  FREQUENCY_CAPPED("frequency_capped"),
  /** The journey's last mail to this address is too recent. */
  JOURNEY_SUPPRESSED("journey_suppressed");

  private final String reason;

  Stop(String reason) {
    this.reason = reason;
  }

  /** The reason as people and programs see it: {@code quiet_hours}. */
  public String reason() {
    return reason;
  }
}
