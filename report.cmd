@echo off
rem Double-click: sets the program up on first use, builds the papers, opens the folder with them.
rem Every meeting in inputs is built; from a prompt, "report.cmd 13msp" builds one.
setlocal
pushd "%~dp0"
chcp 65001 >nul
set PYTHONUTF8=1
title Papers of the meeting

if not exist requirements.lock goto not_unpacked
if not exist pipeline goto not_unpacked
if not exist windows\fits.py goto not_unpacked

rem A copy of the lock inside .venv is the stamp of a finished set-up.
fc /b requirements.lock .venv\installed.lock >nul 2>nul
if errorlevel 1 goto setup
.venv\Scripts\python.exe -c "import pip" >nul 2>nul
if errorlevel 1 goto setup
goto report

:setup
rem The newest Python first, then each one that the libraries beside may be for, then any on the path.
set "PY="
for %%P in ("py -3" "py -3.14" "py -3.13" "py -3.12" "py -3.11" "python") do if not defined PY %%~P windows\fits.py >nul 2>nul && set "PY=%%~P"
if not defined PY goto no_python

echo Setting up, once: the libraries go into the folder .venv (a minute or two).
if exist .venv\installed.lock del /q .venv\installed.lock
%PY% -m venv --clear .venv
if errorlevel 1 goto no_venv
if exist wheelhouse\requirements.lock goto offline
.venv\Scripts\python.exe -m pip install --quiet --no-input --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
if errorlevel 1 goto no_libraries
goto installed

rem The libraries came along: no network is needed, and none is asked.
:offline
.venv\Scripts\python.exe -m pip install --quiet --no-input --disable-pip-version-check --no-deps --no-index --find-links wheelhouse --require-hashes -r wheelhouse\requirements.lock
if errorlevel 1 goto no_wheels

:installed
copy /y requirements.lock .venv\installed.lock >nul

:report
.venv\Scripts\python.exe -m pipeline report %*
set "CODE=%errorlevel%"
echo.
if not "%CODE%"=="0" goto not_written
if exist "%~dp0outputs" start "" explorer "%~dp0outputs"
goto stop

:not_written
echo The papers were not written; the lines above say why.
goto stop

:not_unpacked
echo The program's other files are not beside report.cmd.
echo If you opened it inside a zip file: unpack the whole zip file first, then double-click report.cmd there.
set "CODE=1"
goto stop

:no_python
if exist wheelhouse\pythons.txt goto no_listed_python
echo Python 3.11 or newer is needed and was not found.
echo Install it from python.org or the Microsoft Store, then double-click report.cmd again.
set "CODE=1"
goto stop

:no_listed_python
echo A Python of 64 bits is needed, of one of these versions, and none was found:
type wheelhouse\pythons.txt
echo Install one from python.org, then double-click report.cmd again.
set "CODE=1"
goto stop

:no_venv
echo The folder .venv could not be made. Is there room on the disk, and may you write in this folder?
echo Is another window still running the program? Close it, then double-click report.cmd again.
set "CODE=1"
goto stop

:no_wheels
echo The libraries in the folder wheelhouse could not be installed; the lines above say why.
echo Unpack the whole zip file again into an empty folder, then double-click report.cmd there.
set "CODE=1"
goto stop

:no_libraries
echo The libraries could not be installed; the lines above say why. Most often the connection to the
echo internet is missing: double-click report.cmd again once it is there.
set "CODE=1"

:stop
popd
echo.
pause
exit /b %CODE%
