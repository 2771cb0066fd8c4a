# built: every program, library and test of the default members. Always this one choice: with fewer packages cargo picks
# other features of the dependencies, and each layer of ./dev test would build half the tree once more.
built() { cargo build --lib --bins --tests "$@"; }
