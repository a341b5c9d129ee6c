package dev.sojourn.runtime.limit

class MemoryWindowsSpec extends WindowsContractSpec {
  Windows counting = new MemoryWindows(clock)

  @Override
  Windows windows() {
    counting
  }
}
