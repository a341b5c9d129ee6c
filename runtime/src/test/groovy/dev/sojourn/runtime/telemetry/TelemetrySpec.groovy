package dev.sojourn.runtime.telemetry

import spock.lang.AutoCleanup
import spock.lang.Specification

class TelemetrySpec extends Specification {
  @AutoCleanup
  Telemetry telemetry = Telemetry.open()

  def "every meter is scraped under its documented name"() {
    when:
    telemetry.eventsIngested('api', 3)
    telemetry.enrolled('welcome', 2)
    telemetry.enrolmentSkipped('welcome', 'entry_limit', 1)
    telemetry.runsEnded('welcome', 'completed', 4)
    telemetry.mails('sent', 'log', 5)
    telemetry.gauge('scripts_loaded', 'Scripts in force') { 7 }
    telemetry.gauge('dlq_pending', 'Letters given up', 'source', 'email') { 8 }
    telemetry.gauge('dlq_pending', 'Letters given up', 'source', 'webhook-delivery') { 9 }
    telemetry.timer('db_query_duration', 'Statements', { 4L }, { 2_000_000_000L })
    telemetry.providerAnswered('log', 3_000_000_000L)
    telemetry.stepRetried()

    then:
    value('events_ingested_total{source="api"}') == 3
    value('journey_enrolments_total{journey="welcome"}') == 2
    value('journey_enrolment_skipped_total{journey="welcome",reason="entry_limit"}') == 1
    value('journey_runs_total{journey="welcome",outcome="completed"}') == 4
    value('emails_total{provider="log",status="sent"}') == 5
    value('scripts_loaded') == 7
    value('dlq_pending{source="email"}') == 8
    value('dlq_pending{source="webhook-delivery"}') == 9
    value('db_query_duration_seconds_count') == 4
    value('db_query_duration_seconds_sum') == 2
    value('email_provider_duration_seconds_sum{provider="log"}') == 3
    value('journey_step_retries_total') == 1
    telemetry.scrape().contains('jvm_memory_used_bytes{')
  }

  def "a route counts its answers by status and times them together"() {
    given:
    def route = telemetry.route('POST', '/v1/events')

    when:
    route.answered(202, System.nanoTime())
    route.answered(202, System.nanoTime())
    route.answered(401, System.nanoTime())

    then:
    value('http_requests_total{method="POST",route="/v1/events",status="202"}') == 2
    value('http_requests_total{method="POST",route="/v1/events",status="401"}') == 1
    value('http_request_duration_seconds_count{method="POST",route="/v1/events"}') == 3

    and:
    telemetry.route('POST', '/v1/events').is(route)
  }

  private double value(String series) {
    def line = telemetry.scrape().readLines().find { it.startsWith(series + ' ') }
    assert line != null
    return line.substring(series.length() + 1) as double
  }
}
