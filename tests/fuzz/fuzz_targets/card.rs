#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| congdoan_fuzz::card(bytes));
