//! Packs with a passphrase, and readers who stop.

use super::*;

#[test]
fn a_passphrase_closes_and_opens() {
    let pack = small();
    let mut sealed = sealed(Vec::new(), "mot de passe é").unwrap();
    sealed.write_all(&pack).unwrap();
    let file = sealed.finish().unwrap();
    assert!(!file.windows(8).any(|eight| eight == b"mardi ma"));
    let of = |file: &[u8], passphrase| -> Result<Contents, PackError> {
        let source = opened(Cursor::new(file.to_vec()), passphrase, MOST_WORK)?;
        read(source, |_| Ok(()))
    };
    assert_eq!(of(&file, Some("mot de passe é")).unwrap().sha256, Sha256Hex::of(&pack));
    assert!(of(&file, None).unwrap_err().asks_passphrase());
    assert!(of(&file, Some("mot de passe e")).unwrap_err().is_wrong_passphrase());
    assert_eq!(of(&pack, Some("unneeded")).unwrap().cases, 1);
    for (at, id) in [(file.len() - 1, "sealed"), (file.len() / 2, "sealed")] {
        let mut altered = file.clone();
        altered[at] ^= 1;
        assert_eq!(of(&altered, Some("mot de passe é")).unwrap_err().message().id, format!("pack.fault.{id}"));
    }
    let short = of(&file[..file.len() - 100], Some("mot de passe é")).unwrap_err().message().id;
    assert!(["pack.fault.sealed", "pack.fault.truncated"].contains(&short.as_str()), "{short}");
}

#[test]
fn a_file_that_asks_for_too_much_work_is_refused_before_it_is_tried() {
    let file = b"age-encryption.org/v1\n-> scrypt bBjlhJVYZeE4aqUdmtRHfw 30\n\
                 ZV/AhotwSGqaPCU43cepl4WYUouAa17a3xpu4G2yi5k\n--- fgMiVLJHMlg9fW7CVG/hPS5EAU4Zeg19LyCP7SoH5nA\nxxxxxxxxxxxxxxxxxxxx";
    let fault = opened(&file[..], Some("password"), MOST_WORK).err().unwrap();
    assert_eq!(fault.message().id, "pack.fault.costly", "{fault}");
    assert_eq!(fault.message().argument("factor"), Some("30"));
}

#[test]
fn whoever_reads_may_stop() {
    let stopped = read(&small()[..], |_| Err(PackError::stopped())).unwrap_err();
    assert_eq!(stopped, PackError::stopped());
}
