package dev.identitycenter.operator.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What numbers depend on.
 *
 * @param memoryGib memory in GiB
 */
record Machine(int cores, long memoryGib, String system, String jvm) {
  static Machine here() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        Math.round(system.getTotalMemorySize() / (1024.0 * 1024 * 1024)),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
  }

  @Override
  public String toString() {
    return "%d cores, %d GiB memory, %s, %s".formatted(cores, memoryGib, system, jvm);
  }
}
