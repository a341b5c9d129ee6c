package dev.sojourn.runtime.email;

import dev.sojourn.dsl.definition.SendPolicy;

/**
 * A mail to queue for a run.
 *
 * @param id the send's id, made by the caller
 * @param ordinal with the run it names the send: a second one of the same name changes nothing
 * @param journey the number of the run's task name
 * @param template the template's key
 * @param policy what holds for it: its journey's policy, with what the mail says itself
 * @param request what the script asked for, as a JSON object: {@code subject}, {@code props},
 *     {@code to}, and what is injected beside them, {@code journeyName} and {@code eventName}; all
 *     optional
 * @param outranked whether a journey in force has a larger priority: the mail waits a moment, so
 *     that those of one event meet
 */
public record NewSend(
    long id,
    int tenant,
    long contactId,
    long runId,
    int ordinal,
    int journey,
    String template,
    SendPolicy policy,
    String request,
    boolean outranked) {
  /** A mail that no journey in force outranks. */
  public NewSend(
      long id,
      int tenant,
      long contactId,
      long runId,
      int ordinal,
      int journey,
      String template,
      SendPolicy policy,
      String request) {
    this(id, tenant, contactId, runId, ordinal, journey, template, policy, request, false);
  }
}
