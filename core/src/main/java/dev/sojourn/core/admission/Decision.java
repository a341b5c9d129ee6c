package dev.sojourn.core.admission;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the guards say about one contact and one journey. */
public sealed interface Decision {
  /** The contact enters. {@code key} is empty for a journey without one. */
  record Enter(String key) implements Decision {}

  /** The contact leaves its live enrolment of this key and enters anew. */
  record Restart(String key) implements Decision {}

  /** The contact enters when its live enrolment of this key has ended. */
  record Queue(String key) implements Decision {}

  /** The contact belongs to those whom the journey leaves alone. */
  record HoldOut() implements Decision {}

  /** The contact does not enter; {@code compared} holds the values that decided. */
  record Refuse(Reason reason, Map<String, @Nullable Object> compared) implements Decision {
    public Refuse {
      compared = Collections.unmodifiableMap(new LinkedHashMap<>(compared));
    }
  }
}
