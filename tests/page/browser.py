# SPDX-License-Identifier: MIT
"""A headless Chromium, spoken to over a pipe in its own protocol: it needs nothing beside Chromium."""

import base64
import json
import os
import select
import shutil
import subprocess
import time

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

KEYS = {  # key: (code, number of the key)
    "Tab": ("Tab", 9), "Enter": ("Enter", 13), "Escape": ("Escape", 27), " ": ("Space", 32), "PageUp": ("PageUp", 33), "PageDown": ("PageDown", 34), "End": ("End", 35), "Home": ("Home", 36),
    "ArrowLeft": ("ArrowLeft", 37), "ArrowUp": ("ArrowUp", 38), "ArrowRight": ("ArrowRight", 39), "ArrowDown": ("ArrowDown", 40),
}


class Browser:
    """Chromium with a profile in `folder`. Use it with `with`."""

    def __init__(self, folder):
        from_browser, browser_out = os.pipe()
        browser_in, to_browser = os.pipe()
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-component-update",
                 "--disable-background-networking", "--force-device-scale-factor=1", "--hide-scrollbars", f"--user-data-dir={folder}",
                 "--remote-debugging-pipe", "about:blank"]
        # Chromium reads from descriptor 3 and writes to 4.
        self.process = subprocess.Popen(["bash", "-c", f'exec "$@" 3<&{browser_in} 4>&{browser_out}', "bash", CHROMIUM, *flags],
                                        pass_fds=(browser_in, browser_out), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, env={**os.environ, "HOME": str(folder)})
        os.close(browser_in)
        os.close(browser_out)
        self.reading, self.writing = from_browser, to_browser
        self.buffer = b""
        self.number = 0
        self.events = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
            self.process.wait(timeout=10)
        except (OSError, TimeoutError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.reading)
        os.close(self.writing)

    def receive(self, until):
        """The next message, or None at the time `until`."""
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.reading], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                return None
            read = os.read(self.reading, 1 << 16)
            if not read:
                raise OSError("Chromium has ended")
            self.buffer += read
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, timeout=30, **parameters):
        self.number += 1
        request = {"id": self.number, "method": method, "params": parameters}
        if session:
            request["sessionId"] = session
        os.write(self.writing, json.dumps(request).encode() + b"\0")
        until = time.monotonic() + timeout
        while True:
            message = self.receive(until)
            if message is None:
                raise TimeoutError(f"{method}: no answer in {timeout} s")
            if message.get("id") == self.number:
                assert "error" not in message, f"{method}: {message['error']}"
                return message["result"]
            if "method" in message:
                self.events.append(message)

    def page(self, **media):
        return Page(self, **media)


class Page:
    """One tab of a browser, of a size, light or dark, with or without motion."""

    def __init__(self, browser, width=1200, height=900, dark=False, still=False):
        self.browser = browser
        self.context = browser.call("Target.createBrowserContext")["browserContextId"]
        target = browser.call("Target.createTarget", url="about:blank", browserContextId=self.context)["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "Accessibility"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        features += [{"name": "prefers-reduced-motion", "value": "reduce"}] if still else []
        self.call("Emulation.setEmulatedMedia", features=features)

    def close(self):
        self.browser.call("Target.disposeBrowserContext", browserContextId=self.context)

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def events(self, method):
        """The parameters of all events of a kind until now."""
        return [event["params"] for event in self.browser.events if event["method"] == method and event.get("sessionId") == self.session]

    def open(self, url):
        self.call("Page.navigate", url=url)

    def run(self, script):
        """The value of a script, which may be a promise."""
        done = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def wait(self, script, seconds=20):
        """Waits until a script's value is true, and returns it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            value = self.run(f"(() => {{ try {{ return {script}; }} catch {{ return false; }} }})()") # the page may not be there yet
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"not within {seconds} s: {script}\n{self.run('document.body.innerText')[:2000]}")

    def press(self, key, times=1, shift=False):
        code, number = KEYS.get(key, ("", 0))
        text = {"Enter": "\r", " ": " "}.get(key, key if len(key) == 1 else "")
        modifiers = 8 if shift else 0
        for _ in range(times):
            self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", key=key, code=code, windowsVirtualKeyCode=number,
                      modifiers=modifiers, text=text)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=code, windowsVirtualKeyCode=number, modifiers=modifiers)

    def point(self, x, y, click=False):
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        if click:
            for kind in ("mousePressed", "mouseReleased"):
                self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def picture(self, path, whole=False):
        """A PNG of what is seen, or of the whole page."""
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
