/// Python's objects that data sets are often pickled as, and that need Python to be read.
enum PickledObjects {
  private static let ways: [(module: String, what: String, way: String)] = [
    (
      "pandas", "a pandas DataFrame or Series",
      "pd.read_pickle(\"FILE\").to_csv(\"data.csv\", index=False) makes a table of it"
    ),
    (
      "sklearn", "an object of scikit-learn",
      "np.savez(\"data.npz\", x=b.images, y=b.target) saves the arrays of a data set b"
    ),
    (
      "torch", "PyTorch's tensors",
      "np.savez(\"data.npz\", x=x.numpy(), y=y.numpy()) saves two tensors as arrays"
    ),
    ("PIL", "Pillow's images", "image.save(\"0001.png\") saves each as a file, in a folder for each class"),
    (
      "tensorflow", "TensorFlow's objects",
      "np.savez(\"data.npz\", x=x.numpy(), y=y.numpy()) saves two tensors as arrays"
    ),
    ("keras", "an object of Keras", "model.save(\"model.keras\") saves a model; load_model reads it"),
    (
      "joblib", "what joblib saved",
      "joblib.load(\"FILE\") gives it back, and np.savez(\"data.npz\", x=x, y=y) saves arrays"
    ),
    ("scipy.sparse", "a sparse matrix", "np.save(\"x.npy\", x.toarray()) saves it as an array"),
    ("scipy", "an object of SciPy", "np.savez(\"data.npz\", x=x, y=y) saves two arrays of it"),
  ]

  /// What the file is, and how to convert it in Python; nil for what is no known object of data.
  static func wayToConvert(module: String, name: String) -> String? {
    ways.first { module == $0.module || module.hasPrefix($0.module + ".") }.map {
      "It holds \($0.what), which need Python: there, \($0.way)"
    }
  }
}
