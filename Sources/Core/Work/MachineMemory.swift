import Foundation

/// How much memory there is for what a cell asks for, so that too much is refused in words before any is taken.
///
/// The kernel grants memory that it does not have and ends the program when it is touched. So whoever is about to make
/// something whose size comes from a cell or a file asks here first.
public enum MachineMemory {
  /// Up to here nothing is looked up: it is there, or nothing works.
  private static let alwaysGranted = 1 << 26

  /// The bytes that one thing may take at most now: three quarters of what is free, the rest being left to the work on it and
  /// to other programs.
  ///
  /// Free is what the machine, the control groups that the process is in (a container's `--memory`) and the limit of its
  /// address space (`ulimit -v`) all leave.
  /// Source: proc_meminfo(5), https://docs.kernel.org/admin-guide/cgroup-v2.html#memory, getrlimit(2).
  public static var limit: Int {
    [machine, controlGroups, addressSpace].compactMap(\.self).min().map { $0 / 4 * 3 } ?? 1 << 32
  }

  /// Whether so many bytes may be taken; nil is a size beyond all numbers.
  public static func has(_ bytes: Int?) -> Bool {
    guard let bytes else { return false }
    return bytes <= alwaysGranted || bytes <= limit
  }

  /// Why `what` of so many bytes is refused; nil where it is not.
  public static func refusal(of what: String, bytes: Int?) -> String? {
    guard !has(bytes) else { return nil }
    let size = bytes.map(described) ?? "more than any machine has"
    return "\(what) would take \(size) of memory, and \(described(limit)) can be had here"
  }

  /// `3.2 GB`, in powers of ten.
  public static func described(_ bytes: Int) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"]
    var (number, unit) = (Double(bytes), 0)
    while number >= 999.5, unit < units.count - 1 { (number, unit) = (number / 1000, unit + 1) }
    return (unit == 0 || number >= 99.95 ? String(format: "%.0f ", number) : String(format: "%.1f ", number))
      + units[unit]
  }

  // MARK: - Who limits it

  private static var machine: Int? {
    guard
      let line = text("/proc/meminfo")?.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") })
    else { return Int(clamping: ProcessInfo.processInfo.physicalMemory) }
    return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
  }

  /// What the tightest of the groups leaves. Cached files count as used there, but make room when it is needed.
  private static var controlGroups: Int? {
    var least: Int?
    for line in text("/proc/self/cgroup")?.split(separator: "\n") ?? [] {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let (root, limit, used): (String, String, String)
      if fields[1].isEmpty {
        (root, limit, used) = ("/sys/fs/cgroup", "memory.max", "memory.current")
      } else if fields[1].split(separator: ",").contains("memory") {
        (root, limit, used) = ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes")
      } else {
        continue
      }
      var names = fields[2].split(separator: "/").filter { $0 != ".." }.prefix(64)
      while true {
        let folder = ([root] + names.map(String.init)).joined(separator: "/")
        if let limit = number("\(folder)/\(limit)"), let used = number("\(folder)/\(used)") {
          let files = cachedFiles("\(folder)/memory.stat")
          let left = max(0, limit - max(0, used - files))
          least = min(least ?? left, left)
        }
        if names.isEmpty { break }
        names.removeLast()
      }
    }
    return least
  }

  private static func cachedFiles(_ path: String) -> Int {
    (text(path)?.split(separator: "\n") ?? []).reduce(0) { sum, line in
      let fields = line.split(separator: " ")
      guard fields.count == 2, ["active_file", "inactive_file"].contains(fields[0]) else { return sum }
      return sum + (Int(fields[1]) ?? 0)
    }
  }

  private static var addressSpace: Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < UInt(Int.max)
    else { return nil }
    let pages = text("/proc/self/statm")?.split(separator: " ").first.flatMap { Int($0) } ?? 0
    return max(0, Int(clamping: limit.rlim_cur) - pages * Int(sysconf(Int32(_SC_PAGESIZE))))
  }

  private static func number(_ path: String) -> Int? {
    text(path).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
