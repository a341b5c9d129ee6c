/**
 * Metrics and the keys of log lines. Part of the kernel: every room may count here; nothing here
 * asks another room, or the database, for anything. {@link dev.sojourn.runtime.telemetry.Telemetry}
 * is the front door, for any thread.
 *
 * <p>What is counted, under the names a scrape shows:
 *
 * <table>
 *   <caption>Metrics</caption>
 *   <tr><td>{@code http_requests_total}</td><td>route, method, status</td></tr>
 *   <tr><td>{@code http_request_duration_seconds}</td><td>route, method</td></tr>
 *   <tr><td>{@code events_ingested_total}</td><td>source</td></tr>
 *   <tr><td>{@code journey_enrolments_total}</td><td>journey</td></tr>
 *   <tr><td>{@code journey_enrolment_skipped_total}</td><td>journey, reason</td></tr>
 *   <tr><td>{@code journey_runs_total}</td><td>journey, outcome</td></tr>
 *   <tr><td>{@code emails_total}</td><td>status, provider</td></tr>
 *   <tr><td>{@code journey_step_retries_total}</td><td></td></tr>
 *   <tr><td>{@code email_provider_duration_seconds}</td><td>provider</td></tr>
 *   <tr><td>{@code webhook_deliveries_total}</td><td>outcome</td></tr>
 *   <tr><td>{@code outbox_pending}, {@code outbox_lag_seconds}</td><td></td></tr>
 *   <tr><td>{@code dlq_pending}</td><td>source</td></tr>
 *   <tr><td>{@code rate_limiter_circuit_open}</td><td></td></tr>
 *   <tr><td>{@code scripts_loaded}, {@code scripts_failed}</td><td></td></tr>
 *   <tr><td>{@code engine_runs_in_work}, {@code engine_runs_blocked}</td><td></td></tr>
 *   <tr><td>{@code db_pool_connections}, {@code db_pool_active_connections}</td><td></td></tr>
 *   <tr><td>{@code db_pool_acquire_duration_seconds}, {@code db_query_duration_seconds}</td><td>sum
 *       and count alone</td></tr>
 *   <tr><td>{@code jvm_…}, {@code process_…}, {@code system_…}</td><td>as Micrometer names them</td></tr>
 * </table>
 *
 * <p>{@code outbox_…} and {@code dlq_pending} are asked of the database when somebody scrapes, at
 * most every 10 s, and count to 10 000. Two names of the contract are missing: how many enrolments
 * are live is {@code journey_enrolments_total} less {@code journey_runs_total} over all processes,
 * where a gauge would count all of them at each scrape; and no process leads another.
 *
 * <p>No label ever holds an address, a contact or an id of one enrolment. Log lines use the keys of
 * {@link dev.sojourn.runtime.telemetry.LogKey} and hold no address, name or body at INFO.
 */
@NullMarked
package dev.sojourn.runtime.telemetry;

import org.jspecify.annotations.NullMarked;
