package dev.sojourn.runtime.engine

import groovy.transform.CompileStatic
import java.time.Duration
import java.time.Instant
import java.time.InstantSource

/** The real time, moved. */
@CompileStatic
class MovableClock implements InstantSource {
  volatile Duration ahead = Duration.ZERO

  @Override
  Instant instant() {
    InstantSource.system().instant() + ahead
  }
}
