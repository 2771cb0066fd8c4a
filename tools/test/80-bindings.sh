title="Bản gọi từ Python (uniffi) với máy chủ thật"
there() { [ -x bindings/python/run-tests ]; }
needs() { need_rust && need_apt build && need_venv bindings bindings/python/requirements.txt; }
layer() { step python auto bindings/python/run-tests; }
