package dev.sojourn.dsl;

/** What the contact wants now. Each answer is recorded and stays the same in a replay. */
public interface GuardScope {
  /** Whether the contact has not left all mails; says nothing of categories and bounces. */
  boolean isSubscribed();
}
