package dev.sojourn.runtime.app

import ch.qos.logback.classic.Level
import ch.qos.logback.classic.Logger
import dev.sojourn.runtime.telemetry.LogKey
import org.slf4j.LoggerFactory
import spock.lang.Specification

class LogsSpec extends Specification {
  final Logger root = LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) as Logger
  final Level before = root.level

  def cleanup() {
    root.level = before
    (LoggerFactory.getLogger(LogKey.REQUESTS) as Logger).level = null
  }

  def "at level #level the log tells #tells, and requests: #requests"() {
    when:
    Logs.open('http')
    Logs.open(level)

    then:
    [error: root.errorEnabled, warn: root.warnEnabled, info: root.infoEnabled, debug: root.debugEnabled].findAll { it.value }.keySet() as List == tells
    LoggerFactory.getLogger(LogKey.REQUESTS).debugEnabled == requests

    where:
    level   || tells                              | requests
    'error' || ['error']                          | false
    'warn'  || ['error', 'warn']                  | false
    'info'  || ['error', 'warn', 'info']          | false
    'http'  || ['error', 'warn', 'info']          | true
    'debug' || ['error', 'warn', 'info', 'debug'] | true
  }
}
