/// The instructions of a pickle that data need, protocols 0 to 5, by their names in CPython's `pickletools.py`.
enum PickleOpcode: UInt8 {
  // Around the rest
  case proto = 0x80
  case frame = 0x95
  case stop = 0x2E
  // The stack
  case mark = 0x28
  case pop = 0x30
  case popMark = 0x31
  case dup = 0x32
  // The memo
  case binput = 0x71
  case longBinput = 0x72
  case memoize = 0x94
  case binget = 0x68
  case longBinget = 0x6A
  // The same, and numbers and text, as lines of ASCII: protocol 0
  case put = 0x70
  case get = 0x67
  case int = 0x49
  case long = 0x4C
  case float = 0x46
  case string = 0x53
  case unicode = 0x56
  case list = 0x6C
  case dict = 0x64
  // Constants and numbers
  case none = 0x4E
  case newTrue = 0x88
  case newFalse = 0x89
  case binint = 0x4A
  case binint1 = 0x4B
  case binint2 = 0x4D
  case long1 = 0x8A
  case binfloat = 0x47
  // Bytes and text, a length before them
  case binunicode = 0x58
  case shortBinunicode = 0x8C
  case binunicode8 = 0x8D
  case binstring = 0x54
  case shortBinstring = 0x55
  case binbytes = 0x42
  case shortBinbytes = 0x43
  case binbytes8 = 0x8E
  case byteArray8 = 0x96
  // Collections
  case emptyTuple = 0x29
  case tuple = 0x74
  case tuple1 = 0x85
  case tuple2 = 0x86
  case tuple3 = 0x87
  case emptyList = 0x5D
  case append = 0x61
  case appends = 0x65
  case emptyDict = 0x7D
  case setItem = 0x73
  case setItems = 0x75
  // Names and calls
  case global = 0x63
  case stackGlobal = 0x93
  case reduce = 0x52
  case build = 0x62
}
