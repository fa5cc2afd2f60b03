/// A file of Keras 2 or 3, or of ``Model/saved(as:)``, that is open for reading. What it is is told from its content.
public struct CheckpointFile {
  /// The version of Keras whose files are written here.
  static let kerasVersion = "3.15.1"
  /// The backend that Keras 2 expects to be named.
  static let backend = "tensorflow"

  private let name: String
  private let root: HDF5Group
  /// What Keras says of the model and its training; nil in a file of weights alone.
  private let description: JSON?
  private let training: JSON?

  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - name: how messages name it.
  /// - Throws: where this is no such file, or a damaged one.
  public init(_ bytes: [UInt8], name: String) throws(ModelError) {
    self.name = name
    do throws(ModelError) {
      if KerasArchive.isArchive(bytes) {
        let members = try KerasArchive.members(of: bytes)
        guard let config = members[KerasArchive.config], let weights = members[KerasArchive.weights] else {
          throw ModelError(
            "it is a zip archive, but not one of Keras's: \(KerasArchive.config) or "
              + "\(KerasArchive.weights) is missing")
        }
        let description = try JSON(parsing: config)
        self.description = description
        training = description["compile_config"]
        root = try HDF5File(weights).root
      } else if HDF5File.isHDF5(bytes) {
        root = try HDF5File(bytes).root
        description = try root.texts("model_config")?.first.map { (text) throws(ModelError) in
          try JSON(parsing: Array(text.utf8))
        }
        training = try root.texts("training_config")?.first.map { (text) throws(ModelError) in
          try JSON(parsing: Array(text.utf8))
        }
      } else {
        throw ModelError("it is not a file of Keras: neither HDF5 nor a .keras archive")
      }
    } catch {
      throw ModelError("\(name): \(error.message)")
    }
  }

  /// Gives a model the weights of the file; all of them or, where one does not fit, none.
  /// - Throws: where layers, shapes or types are not those of the model.
  public func loadWeights(into model: Model) throws(ModelError) {
    do throws(ModelError) {
      model.setParameters(try KerasWeights.read(from: root, for: model))
    } catch {
      throw ModelError("\(name): \(error.message)")
    }
  }

  /// The whole model: layers, weights and, where they are known here, optimizer, loss and metrics.
  /// - Returns: the model, and a line for each thing of the file that it lacks; none of them changes what the model
  ///   predicts.
  /// - Throws: where the file has weights alone, or something that would make the model predict otherwise.
  public func model() throws(ModelError) -> (model: Model, notes: [String]) {
    guard let description else {
      throw ModelError(
        "\(name): it holds weights alone and no model\ndescribe the model with model, then use load_weights")
    }
    do throws(ModelError) {
      var (model, notes) = try Model.described(by: description)
      try model.setParameters(KerasWeights.read(from: root, for: model))
      notes += train(model)
      model.isRead = true
      return (model, notes)
    } catch {
      throw ModelError("\(name): \(error.message)")
    }
  }

  /// Compiles a model as the file says. Returns what is lost.
  private func train(_ model: Model) -> [String] {
    guard let training, training != .null else { return [] }
    var notes: [String] = []
    do throws(ModelError) {
      model.compile(try Model.Training(described: training, notes: &notes))
    } catch {
      return ["\(error.message): compile the model before it is trained"]
    }
    let isRestored = KerasOptimizerState(of: model)?.restore(from: root) ?? true
    return notes
      + (isRestored ? [] : ["the optimizer starts afresh: its state in the file is not known here"])
  }
}
