import time
import pytest
pytestmark = pytest.mark.browser
@pytest.mark.parametrize("width",[1280,390])
def test_try(site, sit_down, width):
    v = sit_down("sofia", width=width, looks=False)
    case = site.case_of("Alva Exempelsson")
    for p in ["/", "/cases/", case, case+"/forms", case+"/history"]:
        t=time.time(); v.go(p); t1=time.time()
        try: v.look()
        except AssertionError as e: print("BAD", str(e)[:1500])
        print(p, round(t1-t,2), round(time.time()-t1,2))
