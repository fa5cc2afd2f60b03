/// Whoever has a session run cells: a prompt, a replay, a notebook's front end.
///
/// All of it is asked on the thread that runs the cell.
public protocol SessionHost: AnyObject {
  /// Takes what a cell gives out, as it gives it out.
  func receive(_ output: Output)

  /// How often the learner has asked to stop since the cell began; asked after each batch. The first request ends what is
  /// running: a fit then keeps what it learned, and the cell goes on. The second ends the cell.
  var interruptRequests: Int { get }
}

extension SessionHost {
  public var interruptRequests: Int { 0 }
}
