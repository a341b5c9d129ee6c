package dev.sojourn.core.replay

import java.time.Duration
import java.time.Instant

/** Values such as an author's closure may give. */
class RandomValues {
  static Object any(Random random, int depth) {
    switch (random.nextInt(depth > 0 ? 13 : 11)) {
      case 0: return null
      case 1: return random.nextBoolean()
      case 2: return random.nextInt()
      case 3: return random.nextLong()
      case 4: return new BigInteger(100, random)
      case 5: return new BigDecimal(new BigInteger(60, random), random.nextInt(40) - 20)
      case 6: return random.nextGaussian()
      case 7: return "text ${random.nextInt(100)}"
      case 8: return text(random)
      case 9: return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000))
      case 10: return Duration.ofSeconds(random.nextInt(), random.nextInt(1_000_000_000))
      case 11: return (0..<random.nextInt(4)).collect { any(random, depth - 1) }
      default: return (0..<random.nextInt(4)).collectEntries { [(text(random)): any(random, depth - 1)] }
    }
  }

  static String text(Random random) {
    def alphabet = ['$', '$t', '$d', 'a', 'Z', '"', '\\', '\u0000', '\n', 'é', '\uD83D\uDE00', '\uD83D', '€']
    (0..<random.nextInt(5)).collect { alphabet[random.nextInt(alphabet.size())] }.join('')
  }
}
