package dev.sojourn.core.admission;

import java.util.Locale;

/** Why a contact does not enter a journey. */
public enum Reason {
  JOURNEY_DISABLED,
  JOURNEY_DISABLED_BY_ADMIN,
  TRIGGER_CONDITIONS_NOT_MET,
  KEY_MISSING,
  ALREADY_ENTERED_ONCE,
  PERIOD_NOT_ELAPSED,
  USER_UNSUBSCRIBED,
  HELD_OUT,
  ALREADY_ACTIVE;

  /** The spelling that people and programs see: {@code already_active}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
