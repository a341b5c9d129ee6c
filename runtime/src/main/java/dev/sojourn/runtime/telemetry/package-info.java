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
 *   <tr><td>{@code webhook_deliveries_total}</td><td>outcome</td></tr>
 *   <tr><td>{@code scripts_loaded}, {@code scripts_failed}</td><td></td></tr>
 *   <tr><td>{@code engine_runs_in_work}, {@code engine_runs_blocked}</td><td></td></tr>
 *   <tr><td>{@code db_pool_connections}</td><td></td></tr>
 *   <tr><td>{@code jvm_…}, {@code process_…}, {@code system_…}</td><td>as Micrometer names them</td></tr>
 * </table>
 *
 * <p>No label ever holds an address, a contact or an id of one enrolment. Log lines use the keys of
 * {@link dev.sojourn.runtime.telemetry.LogKey} and hold no address, name or body at INFO.
 */
@NullMarked
package dev.sojourn.runtime.telemetry;

import org.jspecify.annotations.NullMarked;
