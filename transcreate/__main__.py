from transcreate.cli import main

main()
