package dev.sojourn.dsl.compile;

import dev.sojourn.dsl.JourneyScope;
import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.Script;

/** What every journey file is compiled to; it offers one word. */
public abstract class JourneyScript extends Script {
  private final JourneyRecorder recorder = new JourneyRecorder();

  /** Declares the journey of this file. */
  public void journey(
      String id,
      @DelegatesTo(value = JourneyScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    recorder.begin(id);
    body.call(recorder);
  }

  JourneyRecorder recorder() {
    return recorder;
  }
}
